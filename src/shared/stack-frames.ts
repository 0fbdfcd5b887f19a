/** Gives the first lines of the stack without the error's message, which may contain secrets. */
export function stackFrames(error: unknown): string[] {
  // not `instanceof Error`: errors from another realm, as in Jest, are not instances of this realm's `Error`
  const { stack, message } = (error ?? {}) as { stack?: unknown; message?: unknown }
  if (typeof stack !== 'string' || typeof message !== 'string') return []
  const lines = stack.slice(Math.max(stack.indexOf(message), 0) + message.length).split('\n')
  const frames = lines.filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return frames.slice(0, 12).map((line) => line.trim())
}

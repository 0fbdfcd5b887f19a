/** Gives the first lines of the stack without the error's message, which may contain secrets. */
export function stackFrames(error: unknown): string[] {
  const { stack = '', message = '' } = error instanceof Error ? error : {}
  const afterMessage = stack.slice(Math.max(stack.indexOf(message), 0) + message.length)
  return afterMessage.split('\n').filter(isFrame).slice(0, 12).map((line) => line.trim()) // prettier-ignore
}

const isFrame = (line: string) => /^\s+at .*:\d+:\d+\)?$/.test(line)

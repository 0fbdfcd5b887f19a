/** Set when the command was told to end; carries the conventional exit code. */
export class Interrupted extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('interrupted')
    this.exitCode = exitCode
  }
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Aborts on Ctrl-C, on being told to end, and when whoever started the command is gone (npm's shell does not hand every
 * signal on). The caller ends what it started; a second signal changes nothing.
 */
export function lifetime(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const end = (code: number) => controller.abort(new Interrupted(code))
  const listeners = Object.entries(exitCodes).map(([name, code]) => [name, () => end(code)] as const)
  for (const [name, listener] of listeners) process.on(name, listener)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) end(exitCodes.SIGHUP)
  }, 500)
  watch.unref()
  return {
    signal: controller.signal,
    release() {
      clearInterval(watch)
      for (const [name, listener] of listeners) process.off(name, listener)
    },
  }
}

/** Rejects when the signal aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

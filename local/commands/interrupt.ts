/** The reason of an abort by a signal; holds the conventional exit code. */
export class Interrupted extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('interrupted')
    this.exitCode = exitCode
  }
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Returns a signal that aborts on SIGINT, SIGTERM and SIGHUP, and when the parent process has ended (npm's shell does not
 * forward every signal). The caller stops what it started; a second signal changes nothing.
 */
export function abortOnInterrupt(): { signal: AbortSignal; release(): void } {
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

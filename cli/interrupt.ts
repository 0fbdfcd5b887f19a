/** The reason of an abort by a signal; holds the conventional exit code. */
export class Interrupted extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message = 'interrupted') {
    super(message)
    this.exitCode = exitCode
  }
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
type Name = keyof typeof exitCodes

/** Awaits the work. Throws the signal's reason as soon as that aborts; the work itself is not stopped. */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  let abort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort)
  })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/**
 * Returns a signal that aborts on any of these signals of the system, and a function that aborts it as they do. A second one
 * changes nothing. The caller ends what it does.
 */
export function abortOnSignals(names: readonly Name[]): {
  signal: AbortSignal
  abort(name: Name): void
  release(): void
} {
  const controller = new AbortController()
  const abort = (name: Name) => controller.abort(new Interrupted(exitCodes[name]))
  const listeners = names.map((name) => [name, () => abort(name)] as const)
  for (const [name, listener] of listeners) process.on(name, listener)
  return {
    signal: controller.signal,
    abort,
    release() {
      for (const [name, listener] of listeners) process.off(name, listener)
    },
  }
}

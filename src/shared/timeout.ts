/** Awaits the work. Throws the given error when it takes longer than `ms`; the work itself is not stopped. */
export async function withTimeout<T>(ms: number, work: () => Promise<T>, tooLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate()), ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Waits for `work`, at most `ms` (milliseconds); ignores its result and error. For closing what the Service Bus SDK opened: when
 * the connection is lost meanwhile, its promise never settles (`rhea-promise`, `link.js`, `onDisconnected`).
 */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([work.catch(() => {}), late])
  clearTimeout(timer)
}

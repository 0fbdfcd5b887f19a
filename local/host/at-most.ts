/**
 * Waits for `work`, at most `ms` (milliseconds); ignores its result and error. For closing what the SDK opened: when the
 * connection is lost meanwhile, its promise never settles (`rhea-promise`, `link.js`, `onDisconnected`).
 */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([work.catch(() => {}), late])
  clearTimeout(timer)
}

/** How long a connection, a link or a subscription may take to close. */
export const closeTimeoutMs = 3000

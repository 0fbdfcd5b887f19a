import { setTimeout as delay } from 'node:timers/promises'

/**
 * Waits for a condition, and checks it every 10 ms. Throws right before jest's own limit ends the test, to name the
 * condition; a busy machine may take all of that time.
 */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = 55_000,
): Promise<void> {
  const end = Date.now() + deadlineMs
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not true after ${deadlineMs} ms: ${what}`)
    await delay(10)
  }
}

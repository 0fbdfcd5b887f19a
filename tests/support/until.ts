import { setTimeout as delay } from 'node:timers/promises'

/** Waits for a condition, and checks it every 10 ms. Throws after the deadline; `what` names the condition. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = 15_000,
): Promise<void> {
  const end = Date.now() + deadlineMs
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not true after ${deadlineMs} ms: ${what}`)
    await delay(10)
  }
}

import { setTimeout as delay } from 'node:timers/promises'

/** Waits for a condition, asking every 10 ms; fails with `what` after the deadline. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 15_000): Promise<void> {
  const end = Date.now() + deadlineMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`)
    await delay(10)
  }
}

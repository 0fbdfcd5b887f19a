import { setTimeout as delay } from 'node:timers/promises'

const waiting = new Set<string>()
let round = 0

/**
 * Waits for a condition, and checks it every 10 ms; `what` names the condition. A test gives no
 * deadline, because a busy machine takes its time: jest's limit ends it, and tests/setup/waits.ts says what was waited for.
 */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  deadlineMs = Infinity,
): Promise<void> {
  const mine = round
  const end = Date.now() + deadlineMs
  waiting.add(what)
  try {
    while (!(await isTrue())) {
      if (Date.now() > end) throw new Error(`not true after ${deadlineMs} ms: ${what}`)
      if (round !== mine) throw new Error(`given up: ${what}`)
      await delay(10)
    }
  } finally {
    waiting.delete(what)
  }
}

/** Waits until this much time has passed, where time itself is what ends something: a token, a pause. `what` names it. Milliseconds. */
export function untilPassed(what: string, ms: number): Promise<void> {
  const end = Date.now() + ms
  return until(what, () => Date.now() > end)
}

/** Ends all waiting, after a test. Returns what was still waited for. */
export function giveUpWaiting(): string[] {
  round++
  return [...waiting]
}

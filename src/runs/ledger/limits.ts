/** Numbers of the ledger; durations in milliseconds. Rules: 3 × heartbeatEvery < lease; statement timeout < lease. */
export const limits = {
  lease: 90_000,
  heartbeatEvery: 20_000,
  /** Changed progress is stored at most this often. */
  progressEvery: 1_000,
  /** After this long an attempt ends, and a new message continues the run: it is shorter than the function timeout. */
  slice: 20 * 60_000,
  /** Failed attempts without a new item before the run fails. */
  maxFailures: 5,
  firstRetryDelay: 5_000,
  longestRetryDelay: 15 * 60_000,
  /** A dispatched run whose message is unsent for this long: `tick` sends it. */
  owedAfter: 10_000,
  /** A message sent this long ago is lost if the oldest message in the queue is younger. */
  lostAfter: 10 * 60_000,
  /** Repairs of each kind in one pass. */
  reconcileBatch: 100,
  /** A failed operation that writes to a tenant cannot be re-admitted after this. */
  readmitWithin: 24 * 3_600_000,
} as const

/** Computes the delay after failure n, from 0: `5 s · 2ⁿ ± 50 %`, at most 15 minutes, but at least `retryAfterMs`. */
export function retryDelay(failures: number, random: () => number, retryAfterMs = 0): number {
  const grown = Math.min(limits.firstRetryDelay * 2 ** Math.min(failures, 20), limits.longestRetryDelay)
  const jittered = Math.min(grown * (0.5 + random()), limits.longestRetryDelay)
  return Math.round(Math.max(jittered, retryAfterMs))
}

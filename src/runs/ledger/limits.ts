/** Numbers of the ledger; durations in milliseconds. Rule: 3 × beat < lease; statement timeout < lease. */
export const limits = {
  lease: 90_000,
  beat: 20_000,
  /** News of a run's progress is written at most this often. */
  progressEvery: 1_000,
  /** An attempt gives its place back after this long and goes on with a new message. */
  slice: 20 * 60_000,
  /** Attempts without a new item before the run fails. */
  maxFailures: 5,
  retryFirst: 5_000,
  retryLongest: 15 * 60_000,
  /** A place in the lane without a sent message for this long: `tick` sends. */
  owedAfter: 10_000,
  /** Sent this long ago and the queue's head is younger: the message is lost. */
  lostAfter: 10 * 60_000,
  /** Repairs of each kind in one pass. */
  reconcileBatch: 100,
  /** An operation that writes to a tenant is not taken up again by hand after this. */
  readmitWithin: 24 * 3_600_000,
} as const

/** `5 s · 2ⁿ ± 50 %`, at most 15 minutes, and never less than the other side asked for. */
export function retryDelay(failures: number, random: () => number, retryAfterMs = 0): number {
  const grown = Math.min(limits.retryFirst * 2 ** Math.min(failures, 20), limits.retryLongest)
  const jittered = Math.min(grown * (0.5 + random()), limits.retryLongest)
  return Math.round(Math.max(jittered, retryAfterMs))
}

/** Numbers of the ledger; durations in milliseconds. Rules: 3 × heartbeatEvery < lease; statement timeout < lease. */
export const limits = {
  lease: 90_000,
  heartbeatEvery: 20_000,
  /** Changed progress is stored at most this often. */
  progressEvery: 1_000,
  /** After this long an attempt ends, and a new message continues the run: it is shorter than the function timeout. */
  slice: 20 * 60_000,
  /** Runs of a tenant that may wait when somebody asks for one more. */
  maxWaiting: 20,
  /** Failed attempts without a new item before the run fails. */
  maxFailures: 5,
  firstRetryDelay: 5_000,
  longestRetryDelay: 15 * 60_000,
  /** A longer Retry-After is cut to this. */
  longestRetryAfter: 3_600_000,
  /** A dispatched run whose message is unsent for this long: `tick` sends it. */
  owedAfter: 10_000,
  /** A message sent this long ago is lost if the oldest message in the queue is younger. */
  lostAfter: 10 * 60_000,
  /** Repairs of each kind in one pass. Due schedules are taken until none is left. */
  reconcileBatch: 100,
  /** After this long a pass begins no further repair. */
  reconcilePass: 25_000,
  /** The database answers the first statement of a pass within this time, or the pass fails. */
  reconcileLockAnswer: 5_000,
  /** No pass takes longer: its last statement ends, and its records are written. */
  longestPass: 90_000,
  /** Rows that one statement of a purge deletes. */
  purgeBatch: 500,
  /** Such statements of each purge in one pass. */
  purgeBatches: 10,
  /** A repair waits this long for the lock of its tenant. */
  reconcileLockWait: 1_000,
  /** A pass waits this long for the broker to take the messages that were never sent, or are lost. */
  reconcileSend: 5_000,
  /** A failed operation that writes to a tenant cannot be re-admitted after this. */
  readmitWithin: 24 * 3_600_000,
} as const

/**
 * Computes the delay after failure n, from 0: `5 s · 2ⁿ ± 50 %`, at most 15 minutes, but at least `retryAfterMs`, of
 * which at most an hour counts.
 */
export function retryDelay(failures: number, random: () => number, retryAfterMs = 0): number {
  const grown = limits.firstRetryDelay * 2 ** Math.min(Math.max(failures, 0), 20)
  const jittered = Math.min(grown, limits.longestRetryDelay) * (0.5 + random())
  const asked = Number.isNaN(retryAfterMs) ? 0 : Math.min(retryAfterMs, limits.longestRetryAfter)
  return Math.round(Math.max(Math.min(jittered, limits.longestRetryDelay), asked))
}

/** True: a Retry-After that is there and is waited for in full. */
export function isHonoured(retryAfterMs: number | undefined): boolean {
  return retryAfterMs !== undefined && retryAfterMs > 0 && retryAfterMs <= limits.longestRetryAfter
}

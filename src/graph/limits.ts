/** Numbers of the Graph client. Only tests pass others. Durations in milliseconds. */
export interface GraphLimits {
  /** Requests per second and tenant. Graph documents 1,000 in 20 s, shared by everything that uses this app. */
  ratePerSecond: number
  /** HTTP requests of one tenant that run at once. */
  inFlight: number
  /** Requests that may start at once after a pause. Not below `batchSize`, or a full `$batch` would never start. */
  burst: number
  /** Requests in one `$batch`; 20 is Graph's maximum. */
  batchSize: number
  /** One attempt, from the connection to the last byte of the body. */
  attemptTimeoutMs: number
  /** Attempts after which a request fails with 5xx, a broken connection or an answer that is not JSON. */
  attempts: number
  /** 429s after which a request fails; `maxWaitMs` usually ends it earlier. */
  throttles: number
  /** Longest wait of one request for Graph. If it would be longer, the run is requeued and the worker is free. */
  maxWaitMs: number
  /** Backoff without Retry-After: up to `backoffMs` · 2ⁿ, at most `maxBackoffMs`, the upper half of it random. */
  backoffMs: number
  maxBackoffMs: number
  /**
   * Pages of one list, restarts included. They follow each other, so at 0.2 s a page a slice of 20 minutes reads at most
   * 6,000; 5,000 hold 125,000 policies. More means that the links do not end.
   */
  pages: number
}

/** The numbers used in production. */
export const graphLimits: GraphLimits = {
  ratePerSecond: 40,
  inFlight: 16,
  burst: 20,
  batchSize: 20,
  attemptTimeoutMs: 60_000,
  attempts: 5,
  throttles: 10,
  maxWaitMs: 120_000,
  backoffMs: 1_000,
  maxBackoffMs: 30_000,
  pages: 5_000,
}

/** The numbers of the client of Graph. Tests pass their own; nothing else should. Times in milliseconds. */
export interface GraphLimits {
  /** Requests a second and tenant; Graph's documented 1,000 in 20 s is shared with whatever else uses this app. */
  ratePerSecond: number
  /** HTTP requests of one tenant under way at a time. */
  inFlight: number
  /** Requests that may start at once after a pause. Not below `batchSize`, or a full `$batch` would never start. */
  burst: number
  /** Requests in one `$batch`; 20 is Graph's maximum. */
  batchSize: number
  /** One attempt, from the connection to the last byte of the body. */
  attemptTimeoutMs: number
  /** Attempts of one request that may end in 5xx, a broken connection or something that is not JSON. */
  attempts: number
  /** 429s one request may meet; `patienceMs` usually ends it earlier. */
  throttles: number
  /** Longest wait for Graph that a request does with a worker in hand; beyond it the run is continued later. */
  patienceMs: number
  /** Backoff without Retry-After: up to `backoffMs` · 2ⁿ, at most `maxBackoffMs`, the upper half of it random. */
  backoffMs: number
  maxBackoffMs: number
  /** Pages of one list. A list of 2.5 million policies is not a list but a loop. */
  pages: number
}

export const graphLimits: GraphLimits = {
  ratePerSecond: 40,
  inFlight: 16,
  burst: 20,
  batchSize: 20,
  attemptTimeoutMs: 60_000,
  attempts: 5,
  throttles: 10,
  patienceMs: 120_000,
  backoffMs: 1_000,
  maxBackoffMs: 30_000,
  pages: 100_000,
}

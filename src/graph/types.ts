import type { EntraTenantId } from '../shared/ids'
/** A collection or object below `https://graph…/{version}/`. `path` has no leading slash. */
export interface GraphRequest {
  version: 'beta' | 'v1.0'
  path: string
  /** OData options as sent: `{ $top: '100', $expand: 'settingDefinitions' }`. */
  query?: Readonly<Record<string, string>>
  /** The application permission it needs, named in the message when Graph answers 403. */
  permission?: string
}

/** One page of a list. `restarted`: the first page after a restart, so earlier pages come again. */
export interface GraphPage {
  value: unknown[]
  restarted: boolean
}

/** One answer inside a `$batch`. */
export interface BatchAnswer {
  status: number
  body: unknown
}

/**
 * Reads Microsoft Graph for one run, with retries, paging and the tenant's budget.
 * Every method throws `AppError` (`graph.*`), and rejects with the signal's reason when the run is stopped.
 */
export interface Graph {
  /**
   * Reads the pages of a list, and follows each link unchanged. When a page keeps failing, restarts the list with half
   * the `$top`, then without `$expand`, whose data is then missing. `first`: the body of the first page, when a
   * `$batch` has already read it.
   */
  pages(request: GraphRequest, first?: unknown): AsyncIterable<GraphPage>
  /** Reads one object. */
  get(request: GraphRequest): Promise<unknown>
  /** Reads any number of objects in `$batch`es of 20. Returns the answers in the order of the requests. */
  batch(requests: readonly GraphRequest[]): Promise<BatchAnswer[]>
  /** The application permissions in the session's token; null when it does not say. Throws `graph.auth.*`. */
  permissions(): Promise<readonly string[] | null>
  /** The same session, but its requests are counted as `definitionRequests`. */
  forDefinitions(): Graph
  readonly metrics: Readonly<GraphMetrics>
}

/** What a run states when it opens a session. */
export interface SessionOptions {
  entraTenantId: EntraTenantId
  /** Aborts every request and every wait. */
  signal: AbortSignal
  /**
   * True while the tenant's other lane is busy: half the rate, half the requests at once. Called before each request.
   */
  halved(): boolean
  /** No request before this time (ms since the epoch, this machine's clock); 0: at once. */
  notBefore: number
  /**
   * No token that was requested before this time (ms since the epoch, this machine's clock); 0: any. After a missing
   * permission was granted only a new token has it.
   */
  tokensNotBefore: number
  /** Called on every 429 with the wait until the tenant's next request. */
  onThrottled(waitMs: number): void
}

/** Numbers of requests of one session. `throttledMs`: time spent waiting because of 429s. */
export type GraphMetrics = {
  requests: number
  pages: number
  retries: number
  throttledMs: number
  /** Requests for setting definitions, which are cached for all tenants. Not included in `requests`. */
  definitionRequests: number
}

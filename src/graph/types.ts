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

/** One page of a list. `restarted` is true on the first page after the list was begun anew: earlier ones come again. */
export interface GraphPage {
  value: unknown[]
  restarted: boolean
}

/** One answer inside a `$batch`, whatever the order Graph gave them in. */
export interface BatchAnswer {
  status: number
  body: unknown
}

/**
 * Microsoft Graph for one run, to read from; retries, paging and the tenant's budget are behind it.
 * Every method throws `AppError` (`graph.*`) and rejects with the signal's reason when the run is stopped.
 */
export interface Graph {
  /**
   * Pages of a list, each link followed word for word. A page that keeps failing restarts the list once with half the
   * `$top`, and once more without `$expand`: what that would have brought is then missing. `first`: the body of the
   * first page, where a `$batch` has brought it already.
   */
  pages(request: GraphRequest, first?: unknown): AsyncIterable<GraphPage>
  get(request: GraphRequest): Promise<unknown>
  /** Up to any number of GETs in `$batch`es of 20; answers come in the order of the requests, throttled ones retried. */
  batch(requests: readonly GraphRequest[]): Promise<BatchAnswer[]>
  /** The same, its requests counted as reads of shared setting definitions. */
  forDefinitions(): Graph
  readonly metrics: Readonly<GraphMetrics>
}

/** What a run gives along when it opens Graph. */
export interface SessionOptions {
  entraTenantId: EntraTenantId
  /** Aborts every request and every wait. */
  signal: AbortSignal
  /** The tenant's other lane is busy: half the rate, half the requests in flight. Asked before each request. */
  halved(): boolean
  /** No request before this time (ms since the epoch, this machine's clock); 0: at once. */
  notBefore: number
  /** Called on every 429, with how long the tenant shall be left alone. */
  onThrottled(waitMs: number): void
}

/** Requests to Microsoft Graph made by this run, over all its attempts; `throttledMs` is time spent waiting on 429. */
export type GraphMetrics = {
  requests: number
  pages: number
  retries: number
  throttledMs: number
  /** Requests for setting definitions, which all tenants share and which are cached: not in `requests`. */
  definitionRequests: number
}

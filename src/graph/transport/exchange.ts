import type { Context, Middleware, MiddlewareOptions } from '@microsoft/microsoft-graph-client'
import type { GraphSession } from './session'

/** A completely read answer. `malformed`: the body is not JSON. */
export interface Answer extends ReadAnswer {
  requestId: string | null
  retryAfterMs: number | undefined
}

interface ReadAnswer {
  status: number
  body: unknown
  malformed: boolean
}

interface ExchangeOptions {
  url: string
  /** What the request costs in the budget: 1, or the number of requests in a `$batch`. */
  units: number
  session: GraphSession
  permission?: string | undefined
  /** True: a `$batch` of GETs, the only POST that is allowed. */
  batch?: boolean
  throttledMs?: number
}

/**
 * One request with all its attempts, passed through the middleware as the SDK's "middleware option". It carries the
 * exact URL, because the SDK reorders queries, and returns answer and failure, because the SDK wraps errors.
 */
export class Exchange implements MiddlewareOptions {
  readonly url: string
  readonly units: number
  readonly session: GraphSession
  readonly permission: string | undefined
  readonly batch: boolean
  /** Time this request has waited because of any 429 of the tenant, in milliseconds. */
  throttledMs: number
  answer: Answer | undefined
  failure: unknown

  constructor({ url, units, session, permission, batch = false, throttledMs = 0 }: ExchangeOptions) {
    this.url = url
    this.units = units
    this.session = session
    this.permission = permission
    this.batch = batch
    this.throttledMs = throttledMs
  }
}

/** One step of the chain. It calls `next` for the rest of the chain, once per attempt. */
export type Step = (exchange: Exchange, next: () => Promise<void>, context: Context) => Promise<void>

/** Wraps a step as middleware of the SDK. */
export function middleware(step: Step): Middleware {
  let following: Middleware | undefined
  return {
    async execute(context) {
      const exchange: unknown = context.middlewareControl?.getMiddlewareOptions(Exchange)
      if (!(exchange instanceof Exchange) || !following)
        throw new Error('A Graph request was sent without a session: use `Graph`, not the SDK client.')
      const next = following
      await step(exchange, () => next.execute(context), context)
    },
    setNext(next) {
      following = next
    },
  }
}

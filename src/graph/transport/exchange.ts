import type { Context, Middleware, MiddlewareOptions } from '@microsoft/microsoft-graph-client'
import type { GraphSession } from './session'

/** An answer that was read to its last byte. `malformed`: it should have been JSON and is not. */
export interface Answer extends ReadAnswer {
  requestId: string | null
  retryAfterMs: number | undefined
}

interface ReadAnswer {
  status: number
  body: unknown
  malformed: boolean
}

interface Sending {
  url: string
  /** What the request costs of the budget: 1, or the number of requests in a `$batch`. */
  units: number
  session: GraphSession
  permission?: string | undefined
  /** A `$batch` of GETs: the only POST that is let through. */
  batch?: boolean
  throttledMs?: number
}

/**
 * One request on its way through the middleware, all its attempts together. It travels as the SDK's "middleware
 * option", which carries the exact URL (the SDK reorders a query) and brings back answer and failure (the SDK wraps
 * whatever is thrown).
 */
export class Exchange implements MiddlewareOptions {
  readonly url: string
  readonly units: number
  readonly session: GraphSession
  readonly permission: string | undefined
  readonly batch: boolean
  /** Time this request has waited because of 429s, its own and others'. */
  throttledMs: number
  answer: Answer | undefined
  failure: unknown

  constructor({ url, units, session, permission, batch = false, throttledMs = 0 }: Sending) {
    this.url = url
    this.units = units
    this.session = session
    this.permission = permission
    this.batch = batch
    this.throttledMs = throttledMs
  }
}

/** Does its part and calls `next` for the rest of the chain, as often as it needs to. */
export type Step = (exchange: Exchange, next: () => Promise<void>, context: Context) => Promise<void>

/** Makes a step a member of the SDK's chain. */
export function middleware(step: Step): Middleware {
  let following: Middleware | undefined
  return {
    async execute(context) {
      const exchange: unknown = context.middlewareControl?.getMiddlewareOptions(Exchange)
      if (!(exchange instanceof Exchange) || !following) throw new Error('A Graph request came past its own session.')
      const next = following
      await step(exchange, () => next.execute(context), context)
    },
    setNext(next) {
      following = next
    },
  }
}

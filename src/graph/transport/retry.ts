import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { toGraphError } from './errors'
import type { Exchange, Step } from './exchange'
import type { GraphLimits } from '../limits'
import { backoff } from '../throttling/retry-after'

const TRANSIENT = new Set([500, 502, 503, 504])

/** Whether the same read may well succeed a little later. */
export function isTransient(status: number): boolean {
  return TRANSIENT.has(status)
}

/**
 * Repeats reads, and only reads can come here. After a 429 the whole tenant is held and this request goes through its
 * budget again, which waits; after 5xx, a broken connection or something that is not JSON, this request alone waits.
 * Throws `graph.throttled`, `graph.unavailable` or `graph.malformed` when attempts or patience are used up, and at
 * once for what no repetition mends.
 */
export function createRetry({ clock, limits }: { clock: Clock; limits: GraphLimits }): Step {
  return async (exchange, next) => {
    const { signal, budget, metrics } = exchange.session
    for (let failures = 0, throttles = 0; ; metrics.retries++) {
      const error = await tryOnce(exchange, next)
      if (!error) return
      if (error.code === 'graph.throttled') {
        throttles++
        const wait = error.retryAfterMs ?? backoff(throttles, limits, clock)
        budget.throttled(wait, error.retryAfterMs !== undefined)
        if (throttles >= limits.throttles) throw new AppError('graph.throttled', { retryAfterMs: wait, cause: error })
      } else {
        failures++
        const wait = error.retryAfterMs ?? backoff(failures, limits, clock)
        if (failures >= limits.attempts || wait > limits.patienceMs) throw error
        await clock.sleep(wait, signal)
      }
    }
  }
}

/** Resolves to what may be tried again, or nothing; throws what may not. */
async function tryOnce(exchange: Exchange, next: () => Promise<void>): Promise<AppError | undefined> {
  try {
    await next()
  } catch (error) {
    // only an attempt throws this, for a connection that broke; the budget's and the token's errors are final
    if (error instanceof AppError && error.code === 'graph.unavailable') return error
    throw error
  }
  const { status, malformed } = exchange.answer!
  if (status >= 200 && status < 300) return malformed ? new AppError('graph.malformed') : undefined
  if (status >= 300 && status < 400)
    throw new AppError('graph.foreign_link', { message: 'Microsoft Graph redirected a request; it was not followed.' })
  const error = toGraphError({ ...exchange.answer!, permission: exchange.permission })
  if (status === 429 || isTransient(status)) return error
  throw error
}

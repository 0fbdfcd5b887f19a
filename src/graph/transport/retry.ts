import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { toGraphError } from './errors'
import type { Exchange, Step } from './exchange'
import type { GraphLimits } from '../limits'
import { backoff } from '../throttling/retry-after'

const TRANSIENT = new Set([500, 502, 503, 504])

/** True for a status after which the same read may succeed later. */
export function isTransient(status: number): boolean {
  return TRANSIENT.has(status)
}

/**
 * Makes the step that retries reads. After a 429 the whole tenant waits, in its budget; after 5xx, a broken connection
 * or an answer that is not JSON, only this request waits. Throws `graph.throttled`, `graph.unavailable` or
 * `graph.malformed` when no attempt is left or the wait would be too long, and any other error at once.
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
        if (failures >= limits.attempts || wait > limits.maxWaitMs) throw error
        await clock.sleep(wait, signal)
      }
    }
  }
}

/** Resolves to an error that may be retried, or to nothing after success. Throws any other error. */
async function tryOnce(exchange: Exchange, next: () => Promise<void>): Promise<AppError | undefined> {
  try {
    await next()
  } catch (error) {
    // only a broken connection throws this; errors of the budget and of the token are final
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

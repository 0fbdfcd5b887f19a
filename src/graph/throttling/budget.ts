import type { Clock } from '../../shared/clock'
import { createAdaptiveRate } from './adaptive-rate'
import { createGate } from './gate'
import { createLimiter } from './limiter'
import type { GraphLimits } from '../limits'
import { LRUCache } from 'lru-cache'
import type { SessionOptions } from '../types'

/** What the budget needs to know of a request. */
export interface BudgetedRequest {
  /** What it costs: 1, or the number of requests in a `$batch`. */
  readonly units: number
  /** Time it has waited because of any 429 of the tenant, in milliseconds. The budget adds to it. */
  throttledMs: number
  readonly session: { readonly signal: AbortSignal; readonly metrics: { throttledMs: number } }
}

/** A session's share of its tenant's budget. */
export interface Budget {
  /** Waits until a request may start. Resolves to a function to call when the request has ended. */
  acquire(request: BudgetedRequest): Promise<() => void>
  /** Stops all requests of the tenant for `waitMs` after a 429. Halves the rate unless the 429 had a Retry-After. */
  throttled(waitMs: number, hasRetryAfter: boolean): void
}

type Opening = Pick<SessionOptions, 'entraTenantId' | 'halved' | 'notBefore' | 'onThrottled'>

interface Dependencies {
  clock: Clock
  limits: GraphLimits
}

/** Tenants whose budget is kept; far more than one process can work on at once. */
const MAX_TENANTS = 1_000

/**
 * Makes the budgets of all tenants. Sessions of one tenant share one, and a `halved` session gets at most half of it:
 * two lanes then stay within the whole budget, whether they run in one process or in two.
 */
export function createBudgets({ clock, limits }: Dependencies): (opening: Opening) => Budget {
  const tenants = new LRUCache<string, ReturnType<typeof createTenant>>({ max: MAX_TENANTS, memoMethod: createTenant })

  function createTenant() {
    const rate = createAdaptiveRate({ clock, most: limits.ratePerSecond })
    const pace = () => ({ ratePerSecond: rate.perSecond(), inFlight: limits.inFlight })
    return { rate, gate: createGate(clock), limiter: createLimiter({ clock, burst: limits.burst, pace }), drainedAt: 0 }
  }

  return (opening) => {
    const tenant = tenants.memo(opening.entraTenantId.toLowerCase())
    const { rate, gate, limiter } = tenant
    const own = createLimiter({ clock, burst: limits.burst, pace: () => share(limits, opening.halved()) })
    let countedUntil = 0

    /** Adds a wait to the metrics. Requests wait at the same time, so overlapping waits are counted once. */
    function countWait(request: BudgetedRequest, waited: number) {
      const now = clock.now()
      request.throttledMs += waited
      request.session.metrics.throttledMs += Math.max(0, now - Math.max(now - waited, countedUntil))
      countedUntil = now
    }

    if (opening.notBefore > clock.now()) gate.closeFor(opening.notBefore - clock.now())

    return {
      async acquire(request) {
        const { signal } = request.session
        for (;;) {
          const waited = await gate.waitUntilOpen(signal, limits.maxWaitMs - request.throttledMs)
          if (waited > 0) countWait(request, waited)
          // the requests that waited at the gate must not all start at once
          if (waited > 0 && gate.opensAt() > tenant.drainedAt) {
            limiter.drain()
            tenant.drainedAt = gate.opensAt()
          }
          const releaseOwn = await own.acquire(request.units, signal)
          const releaseShared = await limiter.acquire(request.units, signal).catch((error: unknown) => {
            releaseOwn()
            throw error
          })
          const release = () => {
            releaseOwn()
            releaseShared()
          }
          // a 429 may have closed the gate while this request waited for the limiters
          if (!gate.isClosed()) return release
          release()
        }
      },
      throttled(waitMs, hasRetryAfter) {
        if (!hasRetryAfter) rate.halve()
        gate.closeFor(waitMs)
        opening.onThrottled(waitMs)
      },
    }
  }
}

function share({ ratePerSecond, inFlight }: GraphLimits, halved: boolean) {
  const part = halved ? 2 : 1
  return { ratePerSecond: ratePerSecond / part, inFlight: Math.max(1, Math.floor(inFlight / part)) }
}

import type { Clock } from '../../shared/clock'
import { createAdaptiveRate } from './adaptive-rate'
import { createGate } from './gate'
import { createLimiter } from './limiter'
import type { GraphLimits } from '../limits'
import { LRUCache } from 'lru-cache'
import type { SessionOptions } from '../types'

/** A request as far as its budget goes. */
export interface BudgetedRequest {
  /** What it costs: 1, or the number of requests in a `$batch`. */
  readonly units: number
  /** Time it has waited because of 429s, its own and others'. Milliseconds, added to here. */
  throttledMs: number
  readonly session: { readonly signal: AbortSignal; readonly metrics: { throttledMs: number } }
}

/** A session's share of its tenant's budget. */
export interface Budget {
  /** Waits until a request may start; the function it resolves to is called when it has ended. */
  enter(request: BudgetedRequest): Promise<() => void>
  /** Graph answered 429: nobody of this tenant starts for `waitMs`. `told`: by Retry-After. Else the rate is halved. */
  throttled(waitMs: number, told: boolean): void
}

type Opening = Pick<SessionOptions, 'entraTenantId' | 'halved' | 'notBefore' | 'onThrottled'>

interface Dependencies {
  clock: Clock
  limits: GraphLimits
}

/** Tenants whose budget this process remembers; far more than can be worked on at a time. */
const TENANTS = 1_000

/**
 * The budgets of all tenants in this process. Two sessions of one tenant share one, and a session that is `halved` has
 * half of it at most: so two lanes in one process use the whole together, and in two processes half each.
 */
export function createBudgets({ clock, limits }: Dependencies): (opening: Opening) => Budget {
  const tenants = new LRUCache<string, ReturnType<typeof createTenant>>({ max: TENANTS, memoMethod: createTenant })

  function createTenant() {
    const rate = createAdaptiveRate({ clock, most: limits.ratePerSecond })
    const pace = () => ({ ratePerSecond: rate.perSecond(), inFlight: limits.inFlight })
    return { rate, gate: createGate(clock), limiter: createLimiter({ clock, burst: limits.burst, pace }), drainedAt: 0 }
  }

  return (opening) => {
    const tenant = tenants.memo(opening.entraTenantId.toLowerCase())
    const { rate, gate, limiter } = tenant
    const own = createLimiter({ clock, burst: limits.burst, pace: () => share(limits, opening.halved()) })
    let counted = 0

    /** Requests wait side by side: of all their waits the time by the clock is counted, once. */
    function countWait(request: BudgetedRequest, waited: number) {
      const now = clock.now()
      request.throttledMs += waited
      request.session.metrics.throttledMs += Math.max(0, now - Math.max(now - waited, counted))
      counted = now
    }

    if (opening.notBefore > clock.now()) gate.closeFor(opening.notBefore - clock.now())

    return {
      async enter(request) {
        const { signal } = request.session
        for (;;) {
          const waited = await gate.pass(signal, limits.patienceMs - request.throttledMs)
          if (waited > 0) countWait(request, waited)
          // what has gathered behind the gate shall not leave it as one burst
          if (waited > 0 && gate.opensAt() > tenant.drainedAt) {
            limiter.drain()
            tenant.drainedAt = gate.opensAt()
          }
          const leaveOwn = await own.take(request.units, signal)
          const leaveShared = await limiter.take(request.units, signal).catch((error: unknown) => {
            leaveOwn()
            throw error
          })
          const leave = () => {
            leaveOwn()
            leaveShared()
          }
          // Graph may have closed it while this one stood in line
          if (!gate.isClosed()) return leave
          leave()
        }
      },
      throttled(waitMs, told) {
        if (!told) rate.cut()
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

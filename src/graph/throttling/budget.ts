import type { Time } from '../../shared/clock'
import { createAdaptiveRate } from './adaptive-rate'
import type { Exchange, Step } from '../transport/exchange'
import { createGate } from './gate'
import { createLimiter } from './limiter'
import type { GraphLimits } from '../limits'
import { createLru } from '../lru'
import type { GraphSession } from '../types'

/** A session's share of its tenant's budget. */
export interface Budget {
  /** Waits until a request may start; the function it resolves to is called when it has ended. */
  enter(exchange: Exchange): Promise<() => void>
  /** Graph answered 429: nobody of this tenant starts for `waitMs`. `told`: by Retry-After. Else the rate is halved. */
  throttled(waitMs: number, told: boolean): void
}

type Opening = Pick<GraphSession, 'entraTenantId' | 'halved' | 'notBefore' | 'onThrottled'>

interface Dependencies {
  time: Time
  limits: GraphLimits
}

/** Tenants whose budget this process remembers; far more than can be worked on at a time. */
const TENANTS = 1_000

/**
 * The budgets of all tenants in this process. Two sessions of one tenant share one, and a session that is `halved` has
 * half of it at most: so two lanes in one process use the whole together, and in two processes half each.
 */
export function createBudgets({ time, limits }: Dependencies): (opening: Opening) => Budget {
  const tenants = createLru<ReturnType<typeof createTenant>>(TENANTS)

  function createTenant() {
    const rate = createAdaptiveRate({ time, most: limits.ratePerSecond })
    const pace = () => ({ ratePerSecond: rate.perSecond(), inFlight: limits.inFlight })
    return { rate, gate: createGate(time), limiter: createLimiter({ time, burst: limits.burst, pace }), drainedAt: 0 }
  }

  return (opening) => {
    const tenant = tenants.take(opening.entraTenantId.toLowerCase(), createTenant)
    const { rate, gate, limiter } = tenant
    const own = createLimiter({ time, burst: limits.burst, pace: () => share(limits, opening.halved()) })
    let counted = 0

    /** Requests wait side by side: of all their waits the time by the clock is counted, once. */
    function countWait(exchange: Exchange, waited: number) {
      const now = time.now()
      exchange.throttledMs += waited
      exchange.door.metrics.throttledMs += Math.max(0, now - Math.max(now - waited, counted))
      counted = now
    }

    if (opening.notBefore > time.now()) gate.hold(opening.notBefore - time.now())

    return {
      async enter(exchange) {
        const { signal } = exchange.door
        for (;;) {
          const waited = await gate.pass(signal, limits.patienceMs - exchange.throttledMs)
          if (waited > 0) countWait(exchange, waited)
          // what has gathered behind the gate shall not leave it as one burst
          if (waited > 0 && gate.opensAt() > tenant.drainedAt) {
            limiter.drain()
            tenant.drainedAt = gate.opensAt()
          }
          const leaveOwn = await own.take(exchange.units, signal)
          const leaveShared = await limiter.take(exchange.units, signal).catch((error: unknown) => {
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
        gate.hold(waitMs)
        opening.onThrottled(waitMs)
      },
    }
  }
}

function share({ ratePerSecond, inFlight }: GraphLimits, halved: boolean) {
  const part = halved ? 2 : 1
  return { ratePerSecond: ratePerSecond / part, inFlight: Math.max(1, Math.floor(inFlight / part)) }
}

/** Every attempt pays, and holds its place until its answer is read. */
export const withBudget: Step = async (exchange, next) => {
  const leave = await exchange.door.budget.enter(exchange)
  try {
    await next()
  } finally {
    leave()
  }
}

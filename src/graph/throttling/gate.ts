import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'
import { limitWait } from './retry-after'

/** Holds back all requests of a tenant in this process for as long as Graph throttles it. */
export interface Gate {
  /** Closes the gate for at least `ms` from now, at most one hour. */
  closeFor(ms: number): void
  isClosed(): boolean
  /**
   * Waits until the gate is open, and resolves to the time waited. Throws `graph.throttled` with the remaining wait
   * when the whole wait would exceed `maxWaitMs`, so that the run does not occupy a worker.
   */
  waitUntilOpen(signal: AbortSignal, maxWaitMs: number): Promise<number>
  /** When it opens, in milliseconds since the epoch; in the past: it is open. */
  opensAt(): number
}

/** Makes an open gate. */
export function createGate(clock: Clock): Gate {
  let until = 0
  return {
    closeFor(ms) {
      until = Math.max(until, clock.now() + limitWait(ms))
    },
    isClosed: () => until > clock.now(),
    opensAt: () => until,
    async waitUntilOpen(signal, maxWaitMs) {
      const began = clock.now()
      let waited = 0
      // a further 429 may keep it closed for longer meanwhile
      for (let wait = until - began; wait > 0; wait = until - clock.now()) {
        if (waited + wait > maxWaitMs) throw new AppError('graph.throttled', { retryAfterMs: wait })
        await clock.sleep(wait, signal)
        waited = clock.now() - began
      }
      return waited
    },
  }
}

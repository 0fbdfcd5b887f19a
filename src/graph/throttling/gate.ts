import { AppError } from '../../shared/errors'
import type { Clock } from '../../shared/clock'

/** Closed while Graph wants a tenant to be left alone; one for all requests of the tenant in this process. */
export interface Gate {
  /** Keeps it closed for at least `ms` from now. */
  closeFor(ms: number): void
  isClosed(): boolean
  /**
   * Waits until it is open, and resolves to the time waited. Throws `graph.throttled` with the time still to wait when
   * that is longer than `patienceMs`: the run shall not hold a worker for so long.
   */
  pass(signal: AbortSignal, patienceMs: number): Promise<number>
  /** When it opens; in the past: open. */
  opensAt(): number
}

export function createGate(clock: Clock): Gate {
  let until = 0
  return {
    closeFor(ms) {
      until = Math.max(until, clock.now() + ms)
    },
    isClosed: () => until > clock.now(),
    opensAt: () => until,
    async pass(signal, patienceMs) {
      const began = clock.now()
      let waited = 0
      // it may be closed for longer while somebody waits
      for (let wait = until - began; wait > 0; wait = until - clock.now()) {
        if (waited + wait > patienceMs) throw new AppError('graph.throttled', { retryAfterMs: wait })
        await clock.sleep(wait, signal)
        waited = clock.now() - began
      }
      return waited
    },
  }
}

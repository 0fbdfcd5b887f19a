import { AppError } from '../../shared/errors'
import type { Time } from '../../shared/clock'

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

export function createGate(time: Time): Gate {
  let until = 0
  return {
    closeFor(ms) {
      until = Math.max(until, time.now() + ms)
    },
    isClosed: () => until > time.now(),
    opensAt: () => until,
    async pass(signal, patienceMs) {
      const began = time.now()
      let waited = 0
      // it may be closed for longer while somebody waits
      for (let wait = until - began; wait > 0; wait = until - time.now()) {
        if (waited + wait > patienceMs) throw new AppError('graph.throttled', { retryAfterMs: wait })
        await time.sleep(wait, signal)
        waited = time.now() - began
      }
      return waited
    },
  }
}

import type { Clock } from '../../shared/clock'

/** Counts work that is under way, so that a shutdown can wait for it. */
export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when all work has ended, or after `ms`. */
  ended(ms: number): Promise<void>
}

/** Makes a counter without work. */
export function createInFlight(clock: Pick<Clock, 'sleep'>): InFlight {
  const working = new Set<Promise<unknown>>()
  return {
    track(work) {
      working.add(work)
      const forget = () => void working.delete(work)
      work.then(forget, forget)
      return work
    },
    async ended(ms) {
      const waiting = new AbortController()
      const tooLate = clock.sleep(ms, waiting.signal).catch(() => {})
      await Promise.race([Promise.allSettled(working), tooLate])
      waiting.abort()
    },
  }
}

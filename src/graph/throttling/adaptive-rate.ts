import type { Clock } from '../../shared/clock'

/** A rate that halves when Graph throttles without a Retry-After, and recovers slowly. */
export interface AdaptiveRate {
  perSecond(): number
  halve(): void
}

/** Requests per second that are regained each second: from 20/s to 40/s in 40 s. */
const RECOVERY = 0.5
/** 429s within this time halve the rate once: their requests ran together. */
const HALVE_ONCE_MS = 2_000
const SLOWEST = 1

/** Starts at `most` requests per second, the highest rate. */
export function createAdaptiveRate({ clock, most }: { clock: Clock; most: number }): AdaptiveRate {
  let base = most
  let since = clock.now()

  function perSecond() {
    return Math.min(most, base + ((clock.now() - since) / 1000) * RECOVERY)
  }

  return {
    perSecond,
    halve() {
      const now = clock.now()
      if (base < most && now - since < HALVE_ONCE_MS) return
      base = Math.max(SLOWEST, perSecond() / 2)
      since = now
    },
  }
}

import type { Clock } from '../../shared/clock'

/** A rate that halves when Graph throttles without saying for how long, and comes back slowly. */
export interface AdaptiveRate {
  perSecond(): number
  cut(): void
}

/** Requests a second won back each second: from 20/s to 40/s in 40 s. */
const RECOVERY = 0.5
/** The 429s of requests that were under way together count as one. */
const ONE_CUT_MS = 2_000
const SLOWEST = 1

export function createAdaptiveRate({ clock, most }: { clock: Clock; most: number }): AdaptiveRate {
  let base = most
  let since = clock.now()

  function perSecond() {
    return Math.min(most, base + ((clock.now() - since) / 1000) * RECOVERY)
  }

  return {
    perSecond,
    cut() {
      const now = clock.now()
      if (base < most && now - since < ONE_CUT_MS) return
      base = Math.max(SLOWEST, perSecond() / 2)
      since = now
    },
  }
}

import type { Clock } from '../clock'

interface LockRenewal {
  lockedUntil: Date | undefined
  /** For how long the lock is renewed, in milliseconds. */
  maxMs: number
  clock: Clock
  renew: () => Promise<Date>
  onLost: (error: Error) => void
}

/**
 * Renews the lock of a message until the returned function is called. Replaces the SDK's renewal, which shares one timer
 * between messages with the same id (`core/autoLockRenewer.js`).
 */
export function startLockRenewal({ lockedUntil, maxMs, clock, renew, onLost }: LockRenewal): () => void {
  const end = clock.now() + maxMs
  let stopped = false
  let cancel = () => {}
  const scheduleRenewal = (until: Date | undefined) => {
    if (stopped || !until || until.getTime() >= end) return
    const left = until.getTime() - clock.now()
    // like the .NET processor: 10 s before the lock expires, or at half of a shorter lock
    cancel = clock.after(left - Math.min(left / 2, 10_000), () => {
      if (clock.now() < end) renew().then(scheduleRenewal, (error: Error) => stopped || onLost(error))
    })
  }
  scheduleRenewal(lockedUntil)
  return () => {
    stopped = true
    cancel()
  }
}

import type { Clock } from '../clock'

interface LockRenewal {
  lockedUntil: Date | undefined
  /** Until when the lock is renewed, milliseconds from now. */
  maxMs: number
  clock: Clock
  renew: () => Promise<Date>
  onLost: (error: Error) => void
}

/**
 * Keeps a message's lock while it is worked on; the answer ends it. One per message: the SDK's own renewal shares a timer
 * between messages of the same id, as a message sent again by hand has (`core/autoLockRenewer.js`).
 */
export function keepLock({ lockedUntil, maxMs, clock, renew, onLost }: LockRenewal): () => void {
  const end = clock.now() + maxMs
  let ended = false
  let cancel = () => {}
  const plan = (until: Date | undefined) => {
    if (ended || !until || until.getTime() >= end) return
    const left = until.getTime() - clock.now()
    // As the .NET processor: 10 s before the lock runs out, or at half of a short one
    cancel = clock.after(left - Math.min(left / 2, 10_000), () => {
      if (clock.now() < end) renew().then(plan, (error: Error) => ended || onLost(error))
    })
  }
  plan(lockedUntil)
  return () => {
    ended = true
    cancel()
  }
}

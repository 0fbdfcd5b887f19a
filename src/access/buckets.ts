import type { Clock } from '../shared/clock'
import { AppError } from '../shared/errors'
import { type Caller, principalText } from './caller'

/** A service that acts for people may ask for so many of them at once. */
const personsAtOnce = 10

interface BucketOptions {
  /** Requests a second that a caller may send for long. */
  perSecond: number
  /** How many he may send at once. */
  burst: number
  /** Callers that are remembered; who was not seen for longest is forgotten first. */
  callers?: number
}

/**
 * Limits how much of one instance a single caller can take. Returns a function that counts a request and throws
 * `request.too_many`. A service is counted for each person that it acts for, and may ask for ten of them at once.
 */
export function createBuckets(clock: Pick<Clock, 'now'>, { perSecond, burst, callers = 10_000 }: BucketOptions) {
  const buckets = new Map<string, { left: number; at: number }>()
  return (caller: Caller): void => {
    const own = principalText(caller)
    if (!caller.actingFor) return take(own, 1)
    take(`${own} ${principalText(caller.actingFor)}`, 1)
    // whoever names another person each time is stopped here; what a person is refused costs the others nothing
    take(`${own} for others`, personsAtOnce)
  }

  function take(key: string, times: number): void {
    const now = clock.now()
    const known = buckets.get(key)
    const left = known
      ? Math.min(burst * times, known.left + ((now - known.at) / 1000) * perSecond * times)
      : burst * times
    buckets.delete(key)
    buckets.set(key, { left: Math.max(0, left - 1), at: now })
    if (buckets.size > callers) buckets.delete(buckets.keys().next().value!)
    if (left < 1) throw new AppError('request.too_many')
  }
}

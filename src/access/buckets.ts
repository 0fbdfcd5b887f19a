import type { Clock } from '../shared/clock'
import { AppError } from '../shared/errors'
import { type Caller, principalText } from './caller'

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
 * `request.too_many`. A service is counted for each person that it acts for.
 */
export function createBuckets(clock: Pick<Clock, 'now'>, { perSecond, burst, callers = 10_000 }: BucketOptions) {
  const buckets = new Map<string, { left: number; at: number }>()
  return (caller: Caller): void => {
    const key = principalText(caller.actingFor ?? caller) + (caller.actingFor ? ` ${principalText(caller)}` : '')
    const now = clock.now()
    const known = buckets.get(key)
    const left = known ? Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond) : burst
    buckets.delete(key)
    buckets.set(key, { left: Math.max(0, left - 1), at: now })
    if (buckets.size > callers) buckets.delete(buckets.keys().next().value!)
    if (left < 1) throw new AppError('request.too_many')
  }
}

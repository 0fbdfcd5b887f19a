import type { Clock } from '../../shared/clock'
import type { GraphLimits } from '../limits'

/**
 * The wait a Retry-After header asks for, in milliseconds: seconds or an HTTP date. What lies in the past is 0,
 * an absent or unreadable header `undefined`.
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  const seconds = Number(text)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, Math.ceil(ms))
}

/** The wait before the next attempt, `failures` (from 1) of which have passed: exponential, its upper half random. */
export function backoff(failures: number, limits: GraphLimits, clock: Clock): number {
  const ceiling = Math.min(limits.maxBackoffMs, limits.backoffMs * 2 ** (failures - 1))
  return Math.ceil(ceiling / 2 + (ceiling / 2) * clock.random())
}

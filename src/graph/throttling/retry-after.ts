import type { Clock } from '../../shared/clock'
import type { GraphLimits } from '../limits'

/** The longest wait that Graph or Entra can ask for. A longer one is an error of theirs, and would stop the tenant. */
const maxRetryAfterMs = 3_600_000

/** Limits a wait to the range from 0 to one hour, in milliseconds. */
export function limitWait(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), maxRetryAfterMs)
}

/**
 * Reads the wait of a Retry-After header (seconds or an HTTP date) in milliseconds, at most one hour. A date in the past
 * is 0, an absent or unreadable header is undefined.
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  const seconds = Number(text)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : limitWait(ms)
}

/** Computes the wait after failure n, from 1, in milliseconds: exponential, the upper half random. */
export function backoff(failures: number, limits: GraphLimits, clock: Clock): number {
  const ceiling = Math.min(limits.maxBackoffMs, limits.backoffMs * 2 ** (failures - 1))
  return Math.ceil(ceiling / 2 + (ceiling / 2) * clock.random())
}

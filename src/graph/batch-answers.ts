import { AppError } from '../shared/errors'
import type { Clock } from '../shared/clock'
import type { GraphLimits } from './limits'
import { isTransient } from './transport/retry'
import { backoff, parseRetryAfter } from './throttling/retry-after'
import type { BatchAnswer, GraphRequest } from './types'

/** One request of a batch and its attempts so far. `id` is its index in the caller's list. */
export interface Entry {
  id: string
  request: GraphRequest
  failures: number
  throttles: number
  /** The last 5xx: the answer when no attempts are left. */
  last?: BatchAnswer
  answer?: BatchAnswer
}

interface RetryWaits {
  /** The longest wait among the 429s. `hasRetryAfter`: Graph asked for it; else it is our backoff. */
  throttled: { waitMs: number; hasRetryAfter: boolean } | undefined
  /** The longest wait among the other failures. */
  pauseMs: number
}

/**
 * Sets the answer of each entry from the body of a `$batch`. Entries to be sent again get none.
 * Throws `graph.malformed` when the answer of an entry was missing in every attempt.
 */
export function assignAnswers(
  entries: Entry[],
  body: unknown,
  { clock, limits }: { clock: Clock; limits: GraphLimits },
): RetryWaits {
  const answers = byId(body)
  let throttled: RetryWaits['throttled']
  let pauseMs = 0
  for (const entry of entries) {
    const inner = answers.get(entry.id)
    const retryAfterMs = parseRetryAfter(inner?.retryAfter, clock.now())
    if (inner?.status === 429) {
      entry.throttles++
      const waitMs = retryAfterMs ?? backoff(entry.throttles, limits, clock)
      if (!throttled || waitMs > throttled.waitMs) throttled = { waitMs, hasRetryAfter: retryAfterMs !== undefined }
      continue
    }
    if (inner && !isTransient(inner.status)) {
      entry.answer = { status: inner.status, body: inner.body }
      continue
    }
    if (inner) entry.last = { status: inner.status, body: inner.body }
    entry.failures++
    const waitMs = retryAfterMs ?? backoff(entry.failures, limits, clock)
    if (entry.failures >= limits.attempts || waitMs > limits.maxWaitMs) giveUp(entry)
    else pauseMs = Math.max(pauseMs, waitMs)
  }
  return { throttled, pauseMs }
}

function giveUp(entry: Entry): void {
  if (!entry.last)
    throw new AppError('graph.malformed', {
      message: 'Microsoft Graph left out one answer of a batch in every attempt.',
    })
  entry.answer = entry.last
}

interface InnerAnswer extends BatchAnswer {
  retryAfter: string | undefined
}

/** Reads the answers of a `$batch` by id. Unreadable ones are left out, so they count as missing. */
function byId(body: unknown): Map<string, InnerAnswer> {
  const { responses } = (body ?? {}) as { responses?: unknown }
  const answers = new Map<string, InnerAnswer>()
  for (const response of Array.isArray(responses) ? responses : []) {
    const { id, status, headers, body } = (response ?? {}) as Record<string, unknown>
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof status !== 'number') continue
    // Graph sends a body that is not JSON as a Base64 string
    if (status < 300 && (typeof body !== 'object' || body === null)) continue
    answers.set(String(id), { status, body, retryAfter: headerOf(headers, 'retry-after') })
  }
  return answers
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  const value: unknown = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

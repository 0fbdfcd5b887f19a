import { AppError } from '../shared/errors'
import type { Clock } from '../shared/clock'
import type { GraphLimits } from './limits'
import { isTransient } from './transport/retry'
import { backoff, parseRetryAfter } from './throttling/retry-after'
import type { BatchAnswer, GraphRequest } from './types'

/** One request of a batch and how it has fared so far; `id` is its place in the caller's list. */
export interface Entry {
  id: string
  request: GraphRequest
  failures: number
  throttles: number
  /** The last 5xx, which becomes the answer when the attempts are used up. */
  last?: BatchAnswer
  answer?: BatchAnswer
}

interface Settled {
  /** The longest wait the 429s among the answers ask for. `told`: by a Retry-After. */
  throttled: { waitMs: number; told: boolean } | undefined
  /** How long those that failed otherwise shall wait. */
  pauseMs: number
}

/**
 * Gives each entry its answer, by id, out of the body of a `$batch`; those that shall be sent again get none.
 * Throws `graph.malformed` for an entry whose answer was missing in every attempt.
 */
export function settle(
  entries: Entry[],
  body: unknown,
  { clock, limits }: { clock: Clock; limits: GraphLimits },
): Settled {
  const answers = byId(body)
  let throttled: Settled['throttled']
  let pauseMs = 0
  for (const entry of entries) {
    const inner = answers.get(entry.id)
    const retryAfterMs = parseRetryAfter(inner?.retryAfter, clock.now())
    if (inner?.status === 429) {
      entry.throttles++
      const waitMs = retryAfterMs ?? backoff(entry.throttles, limits, clock)
      if (!throttled || waitMs > throttled.waitMs) throttled = { waitMs, told: retryAfterMs !== undefined }
      continue
    }
    if (inner && !isTransient(inner.status)) {
      entry.answer = { status: inner.status, body: inner.body }
      continue
    }
    if (inner) entry.last = { status: inner.status, body: inner.body }
    entry.failures++
    const waitMs = retryAfterMs ?? backoff(entry.failures, limits, clock)
    if (entry.failures >= limits.attempts || waitMs > limits.patienceMs) giveUp(entry)
    else pauseMs = Math.max(pauseMs, waitMs)
  }
  return { throttled, pauseMs }
}

function giveUp(entry: Entry): void {
  if (!entry.last)
    throw new AppError('graph.malformed', { message: 'Microsoft Graph left out an answer of a batch, every time.' })
  entry.answer = entry.last
}

interface InnerAnswer extends BatchAnswer {
  retryAfter: string | undefined
}

/** What cannot be read as an answer is left out, so that it counts as missing. */
function byId(body: unknown): Map<string, InnerAnswer> {
  const { responses } = (body ?? {}) as { responses?: unknown }
  const answers = new Map<string, InnerAnswer>()
  for (const response of Array.isArray(responses) ? responses : []) {
    const { id, status, headers, body } = (response ?? {}) as Record<string, unknown>
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof status !== 'number') continue
    // Graph sends what is not JSON as a Base64 text
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

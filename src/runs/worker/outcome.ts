import { type AppError, type SafeError, toAppError, toSafeError } from '../../shared/errors'
import { limits, retryDelay } from '../ledger/limits'
import { AttemptStopped } from './attempt-stopped'

/** What an attempt came to, in the words of what happens next. */
export type Outcome<Result> = { next: 'done'; result: Result } | Interrupted

/** Every outcome of an attempt that did not come to its end. */
export type Interrupted =
  | { next: 'fenced' }
  | { next: 'cancelled' }
  | { next: 'later'; delayMs: number; failures: number; error: SafeError | null }
  | { next: 'failed'; error: SafeError; deadLetter: boolean }

interface Standing {
  failures: number
  /** Did this attempt finish an item that no earlier one had? */
  progressed: boolean
}

/** The one place that turns what was thrown into what happens next (design: the ends of a run). */
export function toOutcome(thrown: unknown, { failures, progressed }: Standing, random: () => number): Interrupted {
  if (thrown instanceof AttemptStopped) return stopped(thrown, failures)
  const known = toAppError(thrown)
  const error = toSafeError(known)
  switch (known.category) {
    case 'needs_administrator':
    case 'conflict':
    case 'invalid_request':
      return { next: 'failed', error, deadLetter: false }
    case 'bug':
      return { next: 'failed', error, deadLetter: true }
    case 'retry_later': {
      const counted = failures + (progressed ? 0 : 1)
      if (counted >= limits.maxFailures) return { next: 'failed', error: exhausted(known), deadLetter: true }
      return { next: 'later', delayMs: retryDelay(counted - 1, random, known.retryAfterMs), failures: counted, error }
    }
  }
}

function stopped({ reason }: AttemptStopped, failures: number): Interrupted {
  if (reason === 'slice_over') return { next: 'later', delayMs: 0, failures, error: null }
  return { next: reason }
}

function exhausted(last: AppError): SafeError {
  const { code, category, message } = toSafeError(last)
  return { code, category, message: `${message} Given up after ${limits.maxFailures} attempts without progress.` }
}

import { type AppError, type SafeError, toAppError, toSafeError } from '../../shared/errors'
import { limits, retryDelay } from '../ledger/limits'
import { AttemptStopped } from './attempt-stopped'

/** How an attempt ended, as what happens next. */
export type Outcome<Result> = { next: 'done'; result: Result } | Interrupted

/** The outcome of an attempt that did not complete. */
export type Interrupted =
  | { next: 'fenced' }
  | { next: 'cancelled' }
  | { next: 'requeue'; delayMs: number; failures: number; error: SafeError | null }
  | { next: 'failed'; error: SafeError; deadLetter: boolean }

interface AttemptState {
  /** Before this attempt. */
  failures: number
  /** True: this attempt finished an item that no earlier one had. */
  progressed: boolean
}

/** Decides what happens after an attempt threw. No other place decides this. */
export function toOutcome(thrown: unknown, { failures, progressed }: AttemptState, random: () => number): Interrupted {
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
      const total = failures + (progressed ? 0 : 1)
      if (total >= limits.maxFailures) return { next: 'failed', error: exhausted(known), deadLetter: true }
      return { next: 'requeue', delayMs: retryDelay(total - 1, random, known.retryAfterMs), failures: total, error }
    }
  }
}

function stopped({ reason }: AttemptStopped, failures: number): Interrupted {
  if (reason === 'slice_over') return { next: 'requeue', delayMs: 0, failures, error: null }
  return { next: reason }
}

function exhausted(last: AppError): SafeError {
  const { code, category, message } = toSafeError(last)
  return { code, category, message: `${message} The run failed after ${limits.maxFailures} attempts without progress.` }
}

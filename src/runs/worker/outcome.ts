import { AppError, type SafeError, toAppError, toSafeError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'
import { isHonoured, limits, retryDelay } from '../ledger/limits'
import type { Completed } from '../operation'
import { AttemptStopped } from './attempt-stopped'

/** How an attempt ended, as what happens next. */
export type Outcome = ({ next: 'done' } & Completed<unknown>) | Interrupted

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
  cancelRequested: boolean
  /** True: this attempt waited because Graph had asked for it. */
  waited: boolean
}

/** Decides what happens after an attempt threw. No other place decides this. */
export function toOutcome(thrown: unknown, state: AttemptState, random: () => number): Interrupted {
  if (thrown instanceof AttemptStopped) return stopped(thrown, state)
  const known = toAppError(thrown)
  const error = toSafeError(known)
  switch (known.category) {
    case 'needs_administrator':
    case 'conflict':
    case 'invalid_request':
      return { next: 'failed', error, deadLetter: false }
    case 'bug':
      return { next: 'failed', error, deadLetter: true }
    case 'retry_later':
      return failedForNow(known, state, random)
  }
}

/** Codes of answers that say when to come again: who waits that long has not failed. */
const saysWhen = new Set<ErrorCode>(['graph.throttled', 'graph.auth.unavailable'])

/** Codes of a database that somebody has to change first: the run waits, however long that takes, and has not failed. */
const waitsForDatabase = new Set<ErrorCode>(['db.schema_behind', 'db.forbidden'])
const databaseWaitMs = 60_000

function failedForNow(known: AppError, state: AttemptState, random: () => number): Interrupted {
  if (state.cancelRequested) return { next: 'cancelled' }
  const { code } = known
  const held = waitsForDatabase.has(code)
  const retryAfterMs = held ? databaseWaitMs : known.retryAfterMs
  const asked = saysWhen.has(code) && isHonoured(retryAfterMs)
  const failures = state.failures + (state.progressed || asked || held ? 0 : 1)
  if (failures >= limits.maxFailures) return { next: 'failed', error: exhausted(known), deadLetter: true }
  return {
    next: 'requeue',
    delayMs: retryDelay(failures - 1, random, retryAfterMs),
    failures,
    error: toSafeError(known),
  }
}

function stopped({ reason }: AttemptStopped, state: AttemptState): Interrupted {
  if (reason === 'fenced') return { next: 'fenced' }
  if (reason === 'cancelled' || state.cancelRequested) return { next: 'cancelled' }
  const idle = reason === 'slice_over' && !state.progressed && !state.waited
  const failures = state.failures + (idle ? 1 : 0)
  if (idle && failures >= limits.maxFailures)
    return { next: 'failed', error: toSafeError(new AppError('run.attempts_exhausted')), deadLetter: true }
  return { next: 'requeue', delayMs: 0, failures, error: null }
}

function exhausted(last: AppError): SafeError {
  const { code, category, message } = toSafeError(last)
  return { code, category, message: `${message} The run failed after ${limits.maxFailures} attempts without progress.` }
}

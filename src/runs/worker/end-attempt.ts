import type { SafeError } from '../../shared/errors'
import type { RunProgress } from '../../shared/run-progress'
import type { Usage } from '../../shared/usage'
import { finish } from '../ledger/finish'
import { requeue } from '../ledger/requeue'
import type { OwedMessage, Run } from '../ledger/types'
import type { Delivery } from '../queue/message'
import { sendOwed } from '../queue/send-owed'
import type { AttemptDeps } from './attempt'
import { runFields } from './log-run'
import { endFields, measureEnd } from './measure-run'
import type { Outcome } from './outcome'

/** One attempt of a run, begun by one delivery of its message. */
export interface Attempt {
  run: Run
  delivery: Delivery
  /** By the clock of `performance`. */
  startedAt: number
  usage: Usage
}

/**
 * Brings an attempt's outcome into the ledger and sends the messages that this makes due. Returns the reason for
 * dead-lettering the message of the attempt; null: complete it.
 */
export async function endAttempt(
  deps: AttemptDeps,
  attempt: Attempt,
  outcome: Outcome,
  progress: RunProgress | null,
): Promise<SafeError | null> {
  const { db, log } = deps
  const { run } = attempt
  if (outcome.next === 'fenced') {
    tellFenced(deps, run)
    return null
  }
  if (outcome.next !== 'requeue') return endRun(deps, attempt, outcome, progress)
  const messages = await requeue(db, run, { ...outcome, progress })
  if (!messages) return endRun(deps, attempt, { next: 'cancelled' }, progress)
  log('job_later', { ...runFields(run), delayMs: outcome.delayMs, code: outcome.error?.code ?? null })
  await send(deps, messages)
  return null
}

async function endRun(
  deps: AttemptDeps,
  { run, delivery, startedAt, usage }: Attempt,
  outcome: Extract<Outcome, { next: 'done' | 'cancelled' | 'failed' }>,
  progress: RunProgress | null,
): Promise<SafeError | null> {
  const { db, log, telemetry } = deps
  const deadLetter = outcome.next === 'failed' && outcome.deadLetter ? outcome.error : null
  const ended = await finish(db, run, {
    ...(outcome.next === 'done' ? {} : { status: outcome.next }),
    error: outcome.next === 'failed' ? outcome.error : null,
    failedBy: deadLetter && delivery.sequenceNumber,
    progress,
    ...(outcome.next === 'done' ? { result: outcome.result, closingStep: outcome.closingStep } : {}),
  })
  await send(deps, ended.messages)
  if (!ended.owned) {
    tellFenced(deps, run)
    return null
  }
  const durationMs = performance.now() - startedAt
  const { status, error } = ended
  const fields = { ...runFields(run), status, ...endFields(run, ended, { durationMs, progress, usage }) }
  measureEnd(telemetry, run, ended, durationMs)
  const code = error ? { code: error.code } : {}
  if (status === 'failed') log('job_failed', { ...fields, ...code, error })
  else log('job_complete', { ...fields, ...code })
  return deadLetter
}

function tellFenced({ log, telemetry }: AttemptDeps, run: Run): void {
  log('job_fenced', runFields(run))
  telemetry.measure('tenantpilot.run.fenced', 1, { operation: run.operation })
}

/** How long a host that shuts down waits for the broker: nothing sends the message soon after. Milliseconds. */
const lastSendMs = 3_000

function send(deps: AttemptDeps, messages: readonly OwedMessage[]): Promise<unknown> {
  return sendOwed(deps, messages, deps.drain.aborted ? { waitMs: lastSendMs } : {})
}

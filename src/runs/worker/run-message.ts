import type { RunId } from '../../shared/ids'
import { AppError, type SafeError, toAppError, toSafeError } from '../../shared/errors'
import { postponeMessage } from './postpone-message'
import { claim, requestResend } from '../ledger/claim'
import { logFields } from '../ledger/log-fields'
import { readmit } from '../ledger/readmit'
import { readRun } from '../ledger/read'
import type { Run } from '../ledger/types'
import type { SpanNotes } from '../../shared/telemetry'
import { noUsage, withUsage } from '../../shared/usage'
import type { Lane } from '../../shared/operation-record'
import { type Delivery, Message } from '../queue/message'
import { sendOwed } from '../queue/send-owed'
import { type AttemptDeps, runAttempt } from './attempt'
import { type Attempt, endAttempt } from './end-attempt'
import { logBug, runFields } from './log-run'
import { measureGraph, measureStart } from './measure-run'

/**
 * Handles one delivery of a message; safe however often it is delivered. When it returns, the message is completed.
 * When it throws, the broker delivers it again, and finally dead-letters it.
 */
export async function runMessage(deps: AttemptDeps, lane: Lane, body: unknown, delivery: Delivery): Promise<void> {
  const parsed = Message.safeParse(body)
  if (!parsed.success) throw new AppError('message.unreadable')
  const { runId } = parsed.data
  try {
    const run = await claim(deps.db, runId)
    await (run ? workOn(deps, run, delivery) : handleUnclaimed(deps, runId, delivery))
  } catch (error) {
    const { code, category } = toAppError(error)
    // an unavailable database must not send the whole queue to the dead-letter queue
    if (category === 'retry_later') return postponeMessage(deps, lane, parsed.data, code)
    if (category === 'bug' && code !== 'message.leftover') logBug(deps.log, { jobId: runId }, error)
    throw error
  }
}

/** Handles a message whose run could not be claimed: it has ended, waits, is not due yet, or runs elsewhere. */
async function handleUnclaimed(deps: AttemptDeps, runId: RunId, delivery: Delivery): Promise<void> {
  const { db, log, operations } = deps
  const run = await readRun(db, runId)
  if (!run) throw new AppError('run.unknown')
  if (run.status === 'queued') return requestResend(db, runId)
  if (run.status !== 'failed') return
  const olderThanEnd = delivery.enqueuedAt <= (run.finishedAt ?? new Date(0))
  // a redelivery may have failed the run before its last re-admission; that number is no longer stored
  const redelivered = run.failedBy === delivery.sequenceNumber || delivery.deliveryCount > 1
  const leftover = run.failedBy !== null && (olderThanEnd || redelivered)
  if (leftover) throw leftoverOf(run.error)
  if (olderThanEnd) return // a duplicate of a message that was completed when its run failed: complete it too
  const readmission = await readmit(db, run, {
    writesToTenant: operations.get(run.operation)?.record.writesToTenant ?? false,
  })
  log('run_readmitted', { ...logFields(run), next: readmission.next })
  if (readmission.next === 'again') await sendOwed(deps, readmission.messages)
}

/** Works on a run as a part of the trace that its request began, linked to that of this delivery. */
function workOn(deps: AttemptDeps, run: Run, delivery: Delivery): Promise<void> {
  const { operation, attempt, id, appKey, traceparent } = run
  const attributes = { operation, attempt, jobId: id, tenantId: appKey }
  const place = { kind: 'consumer', parent: traceparent, linked: true, attributes } as const
  const usage = noUsage()
  return deps.telemetry.span(`run ${operation}`, place, (notes) =>
    withUsage(usage, () => workInTrace(deps, { run, delivery, startedAt: performance.now(), usage }, notes)),
  )
}

async function workInTrace(deps: AttemptDeps, attempt: Attempt, notes: SpanNotes): Promise<void> {
  const { run } = attempt
  deps.log('job_start', runFields(run))
  measureStart(deps.telemetry, run)
  const { outcome, progress } = await runAttempt(deps, run)
  notes.add({ next: outcome.next })
  if (outcome.next === 'failed') notes.fail(outcome.error.code)
  measureGraph(deps.telemetry, run, progress)
  const deadLetter = await endAttempt(deps, attempt, outcome, progress).catch((error: unknown) => {
    if (toAppError(error).category === 'retry_later') throw error
    logBug(deps.log, runFields(run), error)
    const failed = { next: 'failed' as const, error: toSafeError(error), deadLetter: true }
    return endAttempt(deps, attempt, failed, null)
  })
  if (deadLetter) throw leftoverOf(deadLetter)
}

/** The error of a message that has failed its run. It says why, with the run's code first. */
function leftoverOf(error: SafeError | null): AppError {
  return new AppError('message.leftover', error ? { message: `${error.code}: ${error.message}` } : {})
}

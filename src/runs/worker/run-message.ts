import type { RunId } from '../../shared/ids'
import { AppError, type SafeError, toAppError, toSafeError } from '../../shared/errors'
import { postponeMessage } from './postpone-message'
import { claim, requestResend } from '../ledger/claim'
import { logFields } from '../ledger/log-fields'
import { readmit } from '../ledger/readmit'
import { readRun } from '../ledger/read'
import type { Run } from '../ledger/types'
import type { Lane } from '../../shared/operation-record'
import { type Delivery, Message } from '../queue/message'
import { sendOwed } from '../queue/send-owed'
import { type AttemptDeps, runAttempt } from './attempt'
import { endAttempt } from './end-attempt'
import { logBug, runFields } from './log-run'

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

async function workOn(deps: AttemptDeps, run: Run, delivery: Delivery): Promise<void> {
  const attempt = { run, delivery, startedAt: performance.now() }
  deps.log('job_start', runFields(run))
  const { outcome, progress } = await runAttempt(deps, run)
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

import type { RunId } from '../../shared/ids'
import { AppError, type SafeError, toAppError } from '../../shared/errors'
import { postponeMessage } from './postpone-message'
import { claim, requestResend } from '../ledger/claim'
import { logFields } from '../ledger/log-fields'
import { finish } from '../ledger/finish'
import { readmit } from '../ledger/readmit'
import { readRun } from '../ledger/read'
import { requeue } from '../ledger/requeue'
import type { Lane, Run } from '../ledger/types'
import type { Delivery } from '../queue/message'
import { Message } from '../queue/message'
import { sendOwed } from '../queue/send-owed'
import { type AttemptDeps, runAttempt } from './attempt'

/**
 * Handles one delivery of a message; safe however often it is delivered. When it returns, the message is completed.
 * When it throws, the broker delivers it again, and finally dead-letters it.
 */
export async function runMessage<Ports, Result>(
  deps: AttemptDeps<Ports, Result>,
  lane: Lane,
  body: unknown,
  delivery: Delivery,
): Promise<void> {
  const parsed = Message.safeParse(body)
  if (!parsed.success) throw new AppError('message.unreadable')
  const { runId } = parsed.data
  try {
    const run = await claim(deps.db, runId)
    await (run ? workOn(deps, run, delivery) : handleUnclaimed(deps, runId, delivery))
  } catch (error) {
    // an unavailable database must not send the whole queue to the dead-letter queue
    if (!toAppError(error).code.startsWith('db.')) throw error
    await postponeMessage(deps, lane, parsed.data)
  }
}

/** Handles a message whose run could not be claimed: it has ended, waits, is not due yet, or runs elsewhere. */
async function handleUnclaimed<Ports, Result>(
  deps: AttemptDeps<Ports, Result>,
  runId: RunId,
  delivery: Delivery,
): Promise<void> {
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
  const readmission = await readmit(db, run, { writesToTenant: operations.get(run.operation)?.writesToTenant ?? false })
  log('run_readmitted', { ...logFields(run), next: readmission.next })
  if (readmission.next === 'again') await sendOwed(deps, readmission.messages)
}

async function workOn<Ports, Result>(deps: AttemptDeps<Ports, Result>, run: Run, delivery: Delivery): Promise<void> {
  const { db, log } = deps
  const fields = { ...logFields(run), operation: run.operation }
  const startedAt = performance.now()
  log('job_start', fields)
  const { outcome, progress } = await runAttempt(deps, run)
  switch (outcome.next) {
    case 'fenced':
      return log('job_fenced', fields)
    case 'requeue': {
      const messages = await requeue(db, run, { ...outcome, progress })
      log('job_later', { ...fields, delayMs: outcome.delayMs, code: outcome.error?.code ?? null })
      return sendOwed(deps, messages)
    }
    case 'done':
    case 'cancelled':
    case 'failed': {
      const deadLetter = outcome.next === 'failed' && outcome.deadLetter
      const ended = await finish(db, run, {
        ...(outcome.next === 'done' ? {} : { status: outcome.next }),
        error: outcome.next === 'failed' ? outcome.error : null,
        failedBy: deadLetter ? delivery.sequenceNumber : null,
        progress,
        closingStep: outcome.next === 'done' ? deps.closingStep(run, outcome.result) : async () => {},
      })
      await sendOwed(deps, ended.messages)
      const duration = Math.round(performance.now() - startedAt)
      if (!ended.owned) return log('job_fenced', fields)
      const { status, error, counts } = ended
      const code = error ? { code: error.code } : {}
      if (status === 'failed') log('job_failed', { ...fields, ...code, duration, error })
      else log('job_complete', { ...fields, ...code, status, duration, settingsCount: counts?.settings ?? 0 })
      if (deadLetter) throw leftoverOf(outcome.error)
    }
  }
}

/** The error of a message that has failed its run. It says why, with the run's code first. */
function leftoverOf(error: SafeError | null): AppError {
  return new AppError('message.leftover', error ? { message: `${error.code}: ${error.message}` } : {})
}

import { AppError, toAppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { stackFrames } from '../../shared/stack-frames'
import { firstAnswer } from './first-answer'
import type { ReconcileLock } from './lock'
import { Pass, type PassDeps } from './pass'
import { beginRecords, failure } from './record'
import { type FailedRepair, type PassStatus, RepairResults, type Repairs } from './repair-results'

/** What reconcile works with. */
export interface ReconcileDeps extends PassDeps {
  lock: ReconcileLock
  /** Opens new connections for the repairs: those that the database no longer answers would block the next passes. */
  renew(): void
}

/** What a pass did. */
export interface ReconcileResult {
  /** False: another pass is under way. */
  ran: boolean
  status: Exclude<PassStatus, 'failed'>
  repairs: Repairs
  failed: FailedRepair[]
}

/**
 * Sends messages that were never sent or are lost, recovers expired leases, dispatches idle lanes and starts due
 * schedules, and records what it did. Safe anywhere at any time: the lock only avoids double work. Throws
 * `ops.reconcile_adapter_runs.failed` when a look-up failed or every repair, else what kept it from working at all.
 */
export async function reconcile(deps: ReconcileDeps, requestedBy: string | null = null): Promise<ReconcileResult> {
  const results = new RepairResults()
  try {
    const ran = await deps.lock(() => passAndRecord(deps, requestedBy, results))
    const status = results.status()
    if (status === 'failed') {
      const { code, message } = failure(results)
      throw new AppError(code, { message, cause: results.firstCause })
    }
    return { ran, status, repairs: results.repairs(), failed: results.failed }
  } catch (error) {
    logFailure(deps.log, error, results)
    throw error
  }
}

async function passAndRecord(deps: ReconcileDeps, requestedBy: string | null, results: RepairResults): Promise<void> {
  const records = await firstAnswer(deps.renew, () => beginRecords(deps.db, requestedBy))
  // who asked for a pass sees it while it works; any other is recorded before its first repair, and not without one
  if (requestedBy !== null) await records.openAll()
  await new Pass(deps, records, results).run()
  if (results.failedLookUps.length > 0) await records.openAll()
  await records.end(results)
}

function logFailure(log: Log, error: unknown, { failedLookUps, firstCause }: RepairResults): void {
  const { code, message } = toAppError(error)
  const lookUps = failedLookUps.map(({ lookUp, error: { code: reason } }) => ({ lookUp, code: reason }))
  log('reconcile_failed', { code, message, lookUps, frames: stackFrames(firstCause ?? error) })
}

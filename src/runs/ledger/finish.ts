import type { RunId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { errorCodes, type ErrorCode, knownCode } from '../../shared/error-codes'
import type { SafeError } from '../../shared/errors'
import { wellFormed } from '../../shared/text'
import { countItems } from './count-items'
import { dispatch } from './dispatch'
import { insertEvent } from './run-events'
import { lockTenant } from './sql'
import type { Run, RunStatus, OwedMessage } from './types'
import type { RunProgress, RunCounts } from '../../shared/run-progress'

/** How an attempt ended its run. */
export interface Ending {
  /** Absent: the operation completed, and the items decide the status. */
  status?: Extract<RunStatus, 'failed' | 'cancelled'>
  error: SafeError | null
  /** Sequence number of the message that failed the run and will be dead-lettered. */
  failedBy: string | null
  progress: RunProgress | null
  /** What the operation gave back. */
  result?: unknown
  /** Runs in the same transaction, before the items are counted. */
  closingStep?: (tx: Db) => Promise<void>
}

/** The run after `finish`. */
export interface Finished {
  /** False: another attempt owns the run, and nothing was changed. */
  owned: boolean
  status: RunStatus
  counts: RunCounts | null
  error: SafeError | null
  /** The message of the lane's next run. */
  messages: OwedMessage[]
}

/**
 * Ends a run: closing step, counts, status and the dispatch of its lane's next run in one transaction. It holds the
 * tenant's lock, because without it admissions bypass the cooldown (measured).
 */
export async function finish(db: Db, run: Run, ending: Ending): Promise<Finished> {
  return db.transaction(async (tx) => {
    await lockTenant(tx, run.tenantId)
    const own = await tx.execute(sql`select 1 from runs
      where id = ${run.id} and attempt = ${run.attempt} and status = 'running' for update`)
    if (own.length === 0) return { owned: false, status: run.status, counts: null, error: null, messages: [] }
    await ending.closingStep?.(tx)
    const counts = await countItems(tx, run.id)
    const { status, error } = ending.status
      ? { status: ending.status, error: ending.error }
      : await statusFromItems(tx, run.id, counts)
    await tx.execute(sql`
      with ended as (
        update runs set status = ${status}, counts = ${JSON.stringify(counts)}::jsonb, lease_until = null,
          error = ${error && JSON.stringify(error)}::jsonb, result = ${JSON.stringify(ending.result ?? null, storable)}::jsonb, failed_by = ${ending.failedBy},
          progress = coalesce(${ending.progress && JSON.stringify(ending.progress)}::jsonb, progress),
          finished_at = clock_timestamp(), events = events + 1
        where id = ${run.id} returning id, events)
      ${insertEvent(sql`ended`, 'ended', { status, code: error?.code ?? null })}`)
    return { owned: true, status, counts, error, messages: await dispatch(tx, run.tenantId) }
  })
}

/** Replaces what a column of PostgreSQL cannot hold in a text: U+0000 and half of a character. */
const storable = (_name: string, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value)

/** Derives the status from the items. The error is that of the first failed source, else of the first failed policy. */
async function statusFromItems(
  tx: Db,
  runId: RunId,
  counts: RunCounts,
): Promise<{ status: RunStatus; error: SafeError | null }> {
  if (counts.failed === 0) return { status: 'succeeded', error: null }
  const [first] =
    await tx.execute(sql`select code, message from run_items where run_id = ${runId} and outcome = 'failed'
    order by item_key = source desc, item_key limit 1`)
  const code = String(first?.code) as ErrorCode
  // after a rollback of a deployment an item may have a code that this version does not know
  const known = errorCodes[knownCode(code) ?? 'internal.bug']
  const error = { code, category: known.category, message: String(first?.message ?? known.message) }
  return { status: counts.succeeded > 0 ? 'partial' : 'failed', error }
}

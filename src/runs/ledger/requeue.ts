import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { SafeError } from '../../shared/errors'
import { owedMessageColumns, toOwedMessages } from './sql'
import { ms } from '../../db/sql'
import type { Run, OwedMessage } from './types'
import type { RunProgress } from '../../shared/run-progress'

/** When and why a run is continued later. */
export interface RequeueOptions {
  delayMs: number
  failures: number
  /** Why; null when only the slice is over. */
  error: SafeError | null
  progress: RunProgress | null
}

/** Ends the attempt, keeps the lane, and returns the message to send. Empty: another attempt owns the run. */
export async function requeue(
  db: Db,
  run: Run,
  { delayMs, failures, error, progress }: RequeueOptions,
): Promise<OwedMessage[]> {
  const rows = await db.execute(sql`
    update runs set status = 'queued', due_at = clock_timestamp() + ${ms(delayMs)}, sent_at = null,
      lease_until = null, failures = ${failures}, error = ${error && JSON.stringify(error)}::jsonb,
      progress = coalesce(${progress && JSON.stringify(progress)}::jsonb, progress)
    where id = ${run.id} and attempt = ${run.attempt} and status = 'running'
    returning ${owedMessageColumns}`)
  return toOwedMessages(rows)
}

/** True when this attempt has finished an item that no earlier attempt had. */
export async function progressed(db: Db, run: Run): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from run_items
    where run_id = ${run.id} and attempt = ${run.attempt} and outcome = 'succeeded' limit 1`)
  return rows.length > 0
}

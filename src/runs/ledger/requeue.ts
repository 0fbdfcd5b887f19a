import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { SafeError } from '../../shared/errors'
import { insertEvent } from './run-events'
import { madeProgress, owedMessageColumns, toOwedMessages } from './sql'
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

/**
 * Ends the attempt, keeps the lane, and returns the message to send. Undefined: its cancel was requested, or another
 * attempt owns the run.
 */
export async function requeue(
  db: Db,
  run: Run,
  { delayMs, failures, error, progress }: RequeueOptions,
): Promise<OwedMessage[] | undefined> {
  const rows = await db.execute(sql`
    with requeued as (
      update runs set status = 'queued', due_at = clock_timestamp() + ${ms(delayMs)}, sent_at = null,
        lease_until = null, failures = ${failures}, error = ${error && JSON.stringify(error)}::jsonb,
        progress = coalesce(${progress && JSON.stringify(progress)}::jsonb, progress), events = events + 1
      where id = ${run.id} and attempt = ${run.attempt} and status = 'running' and cancel_requested_at is null
      returning events, ${owedMessageColumns}),
    event as (${insertEvent(sql`requeued`, 'requeued', { code: error?.code ?? null, delayMs, failures })})
    select * from requeued`)
  return rows.length > 0 ? toOwedMessages(rows) : undefined
}

/** What the ledger knows of an attempt that did not complete. */
export interface AttemptRecord {
  /** True: it has finished an item that no earlier attempt had. */
  progressed: boolean
  cancelRequested: boolean
}

/** Reads what the ledger knows of this attempt. */
export async function readAttempt(db: Db, run: Run): Promise<AttemptRecord> {
  const [row] = await db.execute(sql`
    select ${madeProgress} as progressed, cancel_requested_at is not null as cancelled from runs where id = ${run.id}`)
  return { progressed: row?.progressed === true, cancelRequested: row?.cancelled === true }
}

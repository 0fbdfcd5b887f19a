import type { RunId, TenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { AppError, toSafeError } from '../../shared/errors'
import { dispatch } from '../ledger/dispatch'
import { limits } from '../ledger/limits'
import { insertEvent } from '../ledger/run-events'
import { limitLockWait, lockTenant, madeProgress, owedMessageColumns, toOwedMessages } from '../ledger/sql'
import { execute } from '../../db/sql'
import type { OwedMessage } from '../ledger/types'

/**
 * Recovers a run whose lease has expired: requeued, or cancelled if that was requested, or failed after the last
 * allowed failure. Returns the messages to send.
 */
export async function recoverExpired(
  db: Db,
  { runId, tenantId }: { runId: RunId; tenantId: TenantId },
): Promise<OwedMessage[]> {
  return db.transaction(async (tx) => {
    const exhausted = toSafeError(new AppError('run.attempts_exhausted'))
    const [, , again, ended] = await Promise.all([
      limitLockWait(tx, limits.reconcileLockWait),
      lockTenant(tx, tenantId),
      execute(
        tx,
        sql`
        with again as (
          update runs set status = 'queued', due_at = clock_timestamp(), sent_at = null, lease_until = null,
            failures = failures + case when ${madeProgress} then 0 else 1 end, events = events + 1
          where id = ${runId} and status = 'running' and lease_until < clock_timestamp() and cancel_requested_at is null
            and (${madeProgress} or failures + 1 < ${limits.maxFailures})
          returning events, ${owedMessageColumns}),
        expired as (${insertEvent(sql`again`, 'lease_expired', { next: 'queued' })})
        select * from again`,
      ),
      execute(
        tx,
        sql`
        with gone as (
          update runs set status = case when cancel_requested_at is null then 'failed' else 'cancelled' end,
            error = case when cancel_requested_at is null then ${JSON.stringify(exhausted)}::jsonb end,
            lease_until = null, finished_at = clock_timestamp(), events = events + 2
          where id = ${runId} and status = 'running' and lease_until < clock_timestamp()
          returning id, events, status, error ->> 'code' as code),
        expired as (${insertEvent(sql`gone`, 'lease_expired', { next: sql`status` }, { seq: sql`events - 1` })}),
        ended as (${insertEvent(sql`gone`, 'ended', { status: sql`status`, code: sql`code` })})
        select id from gone`,
      ),
    ])
    return [...toOwedMessages(again), ...(ended.length > 0 ? await dispatch(tx, tenantId) : [])]
  })
}

/** Dispatches the next runs of a tenant's idle lanes. Returns the messages to send. */
export async function dispatchIdleLanes(db: Db, tenantId: TenantId): Promise<OwedMessage[]> {
  return db.transaction(async (tx) => {
    const [, , messages] = await Promise.all([
      limitLockWait(tx, limits.reconcileLockWait),
      lockTenant(tx, tenantId),
      dispatch(tx, tenantId),
    ])
    return messages
  })
}

import { type RunId, type TenantId, toRunId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { AppError, toSafeError } from '../../shared/errors'
import { dispatch } from '../ledger/dispatch'
import { limits } from '../ledger/limits'
import { lockTenant, madeProgress, owedMessageColumns, toOwedMessages } from '../ledger/sql'
import { ms } from '../../db/sql'
import { execute } from '../../db/sql'
import type { OwedMessage } from '../ledger/types'

/** What needs a repair. Found without a lock; each repair then checks again under its tenant's lock. */
export interface Findings {
  expired: { id: RunId; tenantId: TenantId; workspaceId: string }[]
  idleTenants: { tenantId: TenantId; workspaceId: string }[]
}

/** Finds runs whose lease has expired, and tenants with a waiting run and an idle lane. */
export async function findExpiredAndIdle(db: Db): Promise<Findings> {
  const expired = await db.execute(sql`
    select id, tenant_id, workspace_id from runs
    where status = 'running' and lease_until < clock_timestamp() order by lease_until limit ${limits.reconcileBatch}`)
  const idle = await db.execute(sql`
    select distinct w.tenant_id, w.workspace_id from runs w
    where w.status = 'queued' and w.dispatched_at is null and w.lane is not null and not exists (
      select from runs a where a.tenant_id = w.tenant_id and a.lane = w.lane
        and a.dispatched_at is not null and a.status in ('queued', 'running'))
    limit ${limits.reconcileBatch}`)
  return {
    expired: expired.map((r) => ({ id: toRunId(r.id), ...owner(r) })),
    idleTenants: idle.map(owner),
  }
}

const owner = (r: Record<string, unknown>) => ({
  tenantId: toTenantId(r.tenant_id),
  workspaceId: String(r.workspace_id),
})

/**
 * Recovers a run whose lease has expired: requeued, or cancelled if that was requested, or failed after the last
 * allowed failure. Returns the messages to send.
 */
export async function recoverExpired(
  db: Db,
  { id, tenantId }: { id: RunId; tenantId: TenantId },
): Promise<OwedMessage[]> {
  return db.transaction(async (tx) => {
    const exhausted = JSON.stringify(toSafeError(new AppError('run.attempts_exhausted')))
    const [, again, ended] = await Promise.all([
      lockTenant(tx, tenantId),
      execute(
        tx,
        sql`update runs set status = 'queued', due_at = clock_timestamp(), sent_at = null, lease_until = null,
            failures = failures + case when ${madeProgress} then 0 else 1 end
          where id = ${id} and status = 'running' and lease_until < clock_timestamp() and cancel_requested_at is null
            and (${madeProgress} or failures + 1 < ${limits.maxFailures})
          returning ${owedMessageColumns}`,
      ),
      execute(
        tx,
        sql`update runs set status = case when cancel_requested_at is null then 'failed' else 'cancelled' end,
            error = case when cancel_requested_at is null then ${exhausted}::jsonb end,
            lease_until = null, finished_at = clock_timestamp()
          where id = ${id} and status = 'running' and lease_until < clock_timestamp() returning id`,
      ),
    ])
    return [...toOwedMessages(again), ...(ended.length > 0 ? await dispatch(tx, tenantId) : [])]
  })
}

/** Dispatches the next runs of a tenant's idle lanes. Returns the messages to send. */
export async function dispatchIdleLanes(db: Db, tenantId: TenantId): Promise<OwedMessage[]> {
  return db.transaction(async (tx) => {
    const [, messages] = await Promise.all([lockTenant(tx, tenantId), dispatch(tx, tenantId)])
    return messages
  })
}

/** A message that is unsent or may be lost. */
export interface UnsentOrLost extends OwedMessage {
  workspaceId: string
  /** Null: never sent. Else the message is lost if the queue's oldest one is younger than this. */
  sentAt: Date | null
}

/** Finds dispatched runs whose message was never sent, or was sent so long ago that it may be lost. */
export async function findUnsentOrLost(db: Db): Promise<UnsentOrLost[]> {
  const rows = await db.execute(sql`
    select ${owedMessageColumns}, workspace_id, sent_at::text from runs
    where status = 'queued' and dispatched_at is not null and (
      (sent_at is null and dispatched_at < clock_timestamp() - ${ms(limits.owedAfter)})
      or greatest(sent_at, due_at) < clock_timestamp() - ${ms(limits.lostAfter)})
    order by due_at limit ${limits.reconcileBatch}`)
  const messages = toOwedMessages(rows)
  return rows.map((row, i) => ({
    ...messages[i]!,
    workspaceId: String(row.workspace_id),
    sentAt: row.sent_at === null ? null : new Date(String(row.sent_at)),
  }))
}

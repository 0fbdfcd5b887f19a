import { type RunId, type TenantId, toRunId, toTenantId } from '../../shared/ids'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { ms } from '../../db/sql'
import { limits } from '../ledger/limits'
import { owedMessageColumns, toOwedMessages } from '../ledger/sql'
import type { OwedMessage } from '../ledger/types'

/** A tenant in which something needs a repair. Found without a lock: each repair checks again under the tenant's. */
export interface Place {
  workspaceId: string
  tenantId: TenantId
}

/** A run whose message is unsent or may be lost. */
export interface Unsent extends OwedMessage {
  workspaceId: string
}

/** A run whose message is lost if the oldest message in its queue is younger. */
export interface PerhapsLost extends Unsent {
  queuedAt: Date
}

const place = (row: Record<string, unknown>): Place => ({
  workspaceId: String(row.workspace_id),
  tenantId: toTenantId(row.tenant_id),
})

/** Finds runs whose lease has expired. */
export async function findExpired(db: Db): Promise<(Place & { runId: RunId })[]> {
  const rows = await db.execute(sql`
    select id, tenant_id, workspace_id from runs
    where status = 'running' and lease_until < clock_timestamp() order by lease_until limit ${limits.reconcileBatch}`)
  return rows.map((row) => ({ runId: toRunId(row.id), ...place(row) }))
}

/** Finds tenants with a waiting run and an idle lane. */
export async function findIdle(db: Db): Promise<Place[]> {
  const rows = await db.execute(sql`
    select distinct w.tenant_id, w.workspace_id from runs w
    where w.status = 'queued' and w.dispatched_at is null and w.lane is not null and not exists (
      select from runs a where a.tenant_id = w.tenant_id and a.lane = w.lane
        and a.dispatched_at is not null and a.status in ('queued', 'running'))
    limit ${limits.reconcileBatch}`)
  return rows.map(place)
}

/** Finds dispatched runs whose message was never sent. */
export const findNeverSent = (db: Db): Promise<Unsent[]> =>
  findQueued(db, sql`sent_at is null and dispatched_at < clock_timestamp() - ${ms(limits.owedAfter)}`)

/** Finds dispatched runs whose message was sent, and due, so long ago that it may be lost. */
export const findPerhapsLost = (db: Db): Promise<PerhapsLost[]> =>
  findQueued(db, sql`sent_at is not null and greatest(sent_at, due_at) < clock_timestamp() - ${ms(limits.lostAfter)}`)

async function findQueued(db: Db, condition: SQL): Promise<PerhapsLost[]> {
  const rows = await db.execute(sql`
    select ${owedMessageColumns}, workspace_id, greatest(sent_at, due_at)::text as queued_at from runs
    where status = 'queued' and dispatched_at is not null and ${condition}
    order by due_at limit ${limits.reconcileBatch}`)
  const messages = toOwedMessages(rows)
  return rows.map((row, i) => ({
    ...messages[i]!,
    workspaceId: String(row.workspace_id),
    queuedAt: new Date(String(row.queued_at)),
  }))
}

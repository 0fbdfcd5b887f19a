import { type TenantId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { execute } from '../../db/sql'
import { admitInside } from '../ledger/admit'
import { limits } from '../ledger/limits'
import { limitLockWait, lockTenant } from '../ledger/sql'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import type { OwedMessage } from '../ledger/types'

/** A schedule that is due. */
export interface DueSchedule {
  workspaceId: string
  tenantId: TenantId
  operation: string
}

/** Finds the due schedules, the longest due first. */
export async function findDueSchedules(db: Db, limit: number): Promise<DueSchedule[]> {
  const rows = await db.execute(sql`
    select t.workspace_id, s.tenant_id, s.operation from schedules s join tenants t on t.external_id = s.tenant_id
    where s.enabled and t.status = 'active' and s.next_at <= clock_timestamp() order by s.next_at, s.tenant_id, s.operation limit ${limit}`)
  return rows.map((r) => ({
    workspaceId: String(r.workspace_id),
    tenantId: toTenantId(r.tenant_id),
    operation: String(r.operation),
  }))
}

/**
 * Starts the run of a due schedule and moves the schedule to its next time after now, in one transaction: a crash costs
 * nothing, and a long outage starts one run, not one for every missed time. Returns the messages to send; undefined: the
 * schedule is no longer due.
 */
export async function startDueSchedule(
  db: Db,
  schedule: DueSchedule,
  record: Pick<OperationRecord, 'identity'>,
): Promise<OwedMessage[] | undefined> {
  const { workspaceId, tenantId, operation } = schedule
  return db.transaction(async (tx) => {
    const [, , [taken]] = await Promise.all([
      limitLockWait(tx, limits.reconcileLockWait),
      lockTenant(tx, tenantId),
      execute(
        tx,
        sql`
        update schedules set next_at = next_at + make_interval(mins => every_minutes * (1 + floor(
          extract(epoch from clock_timestamp() - next_at) / (60 * every_minutes))::int))
        where tenant_id = ${tenantId} and operation = ${operation} and enabled and next_at <= clock_timestamp()
        returning input`,
      ),
    ])
    if (!taken) return undefined
    const scheduled = {
      workspaceId,
      tenantId,
      operation,
      lane: 'sync',
      cooldownMs: 0,
      requestedBy: 'schedule',
    } as const
    const { input } = taken
    return (await admitInside(tx, { ...scheduled, input, scope: scopeOf(record, input) })).messages
  })
}

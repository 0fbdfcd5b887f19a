import { type TenantId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { execute, nowMs } from '../../db/sql'
import { admitInside } from '../ledger/admit'
import { limits } from '../ledger/limits'
import { limitLockWait, lockTenant } from '../ledger/sql'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import type { OwedMessage } from '../ledger/types'
import { heldUntil, nextStart, scheduleTiming, toTiming } from './read'
import type { Timing } from './timing'

/** A schedule that is due. */
export interface DueSchedule {
  workspaceId: string
  tenantId: TenantId
  operation: string
  timing: Timing
  /** As PostgreSQL prints it: whoever moves the schedule first has it. */
  dueAt: string
  /** By the database's clock. */
  now: Date
}

/** Finds the due schedules, the longest due first. */
export async function findDueSchedules(db: Db, limit: number): Promise<DueSchedule[]> {
  const rows = await db.execute(sql`
    select t.workspace_id, s.tenant_id, s.operation, ${scheduleTiming}, s.next_at::text as due_at,
      ${nowMs} as now
    from schedules s join tenants t on t.external_id = s.tenant_id
    where s.enabled and t.status = 'active' and s.next_at <= clock_timestamp() order by s.next_at, s.tenant_id, s.operation limit ${limit}`)
  return rows.map((r) => ({
    workspaceId: String(r.workspace_id),
    tenantId: toTenantId(r.tenant_id),
    operation: String(r.operation),
    timing: toTiming(r),
    dueAt: String(r.due_at),
    now: new Date(Number(r.now)),
  }))
}

/**
 * Starts the run of a due schedule and moves the schedule to its next time after now, in one transaction: a crash costs
 * nothing, and a long outage starts one run, not one for every missed time. Starts none while an administrator must act first,
 * but one a day. Returns the messages to send; undefined: another instance has started it, or it is no longer due.
 */
export async function startDueSchedule(
  db: Db,
  { workspaceId, tenantId, operation, timing, dueAt, now }: DueSchedule,
  record: Pick<OperationRecord, 'identity'>,
): Promise<OwedMessage[] | undefined> {
  const next = nextStart({ tenantId, operation, timing }, now)
  return db.transaction(async (tx) => {
    const [, , [taken]] = await Promise.all([
      limitLockWait(tx, limits.reconcileLockWait),
      lockTenant(tx, tenantId),
      execute(
        tx,
        sql`
        update schedules s set next_at = coalesce(${next?.toISOString() ?? null}::timestamptz, next_at), enabled = enabled and ${next !== undefined}
        where s.tenant_id = ${tenantId} and s.operation = ${operation} and s.enabled and s.next_at = ${dueAt}::timestamptz
        returning s.input, coalesce(${heldUntil} > clock_timestamp(), false) as held`,
      ),
    ])
    if (!taken) return undefined
    if (taken.held === true) return []
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

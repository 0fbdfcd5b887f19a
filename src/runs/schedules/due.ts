import { type TenantId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** A schedule that is due. */
export interface DueSchedule {
  workspaceId: string
  tenantId: TenantId
  operation: string
  input: unknown
}

/**
 * Takes the due schedules and moves each to its next time after now, so that a long outage starts one run and not one
 * for every missed time. Call it before admitting the runs: a crash in between then skips one instead of starting two.
 */
export async function takeDueSchedules(db: Db, limit: number): Promise<DueSchedule[]> {
  const rows = await db.execute(sql`
    update schedules s set next_at = s.next_at + make_interval(mins => s.every_minutes * (1 + floor(
        extract(epoch from clock_timestamp() - s.next_at) / (60 * s.every_minutes))::int))
    from tenants t
    where t.external_id = s.tenant_id and (s.tenant_id, s.operation) in (
      select d.tenant_id, d.operation from schedules d where d.enabled and d.next_at <= clock_timestamp()
      order by d.next_at limit ${limit} for update skip locked)
    returning t.workspace_id, s.tenant_id, s.operation, s.input`)
  return rows.map((r) => ({
    workspaceId: String(r.workspace_id),
    tenantId: toTenantId(r.tenant_id),
    operation: String(r.operation),
    input: r.input,
  }))
}

import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { inMs } from '../db/sql'
import type { TenantId } from '../shared/ids'

/**
 * Returns how long ago a run of this tenant last ended with a missing permission in one of these items, in milliseconds;
 * 0 while such a run has not ended, null for none. Looks back one day: no token is valid for longer.
 */
export async function lastRefusalMs(db: Db, tenantId: TenantId, itemKeys: readonly string[]): Promise<number | null> {
  const [row] = await db.execute(sql`
    select ${inMs(sql`clock_timestamp() - max(coalesce(r.finished_at, clock_timestamp()))`)} as ms
    from runs r join run_items i on i.run_id = r.id and i.item_key in (
      select json_array_elements_text(${JSON.stringify(itemKeys)}::json))
    where r.tenant_id = ${tenantId} and i.code in ('graph.forbidden', 'graph.refused')
      and (r.finished_at is null or r.finished_at > clock_timestamp() - interval '25 hours')`)
  return row?.ms === null || row === undefined ? null : Math.max(0, Number(row.ms))
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/**
 * Deletes policies, with their assignments, that were removed from their tenants longer ago than `retentionDays`, oldest
 * first. Returns how many; call it again while it is the limit.
 */
export async function purgeTombstones(
  db: Db,
  { retentionDays, limit }: { retentionDays: number; limit: number },
): Promise<number> {
  const [row] = await db.execute(sql`
    with old as materialized (
      select tenant_id, source, graph_id from policies
      where removed_at < (select clock_timestamp() - make_interval(days => ${retentionDays}::int))
      order by removed_at limit ${limit} for update skip locked),
    unassigned as (
      delete from policy_assignments a using old
      where (a.tenant_id, a.source, a.graph_id) = (old.tenant_id, old.source, old.graph_id)),
    gone as (
      delete from policies p using old
      where (p.tenant_id, p.source, p.graph_id) = (old.tenant_id, old.source, old.graph_id) returning 1)
    select count(*)::int as policies from gone`)
  return Number(row?.policies)
}

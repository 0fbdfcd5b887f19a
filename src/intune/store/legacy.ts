import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { type AppKey, toAppKey } from '../../shared/ids'

/** The rows that the system this replaces has left in one tenant. They have no source. */
export interface LegacyRows {
  appKey: AppKey
  /** Rows of policies that were synced since: their settings are stored by the sync, so they may be removed. */
  removable: number
  /** Rows of policies that were never synced. They stay. */
  kept: number
  /** Registered sources that were never read to their end. A source without a licence has nothing to read. */
  unread: string[]
}

/** Rows that a single statement removes: the app goes on reading and writing its table meanwhile. */
const batchSize = 5_000

/** Condition for a legacy row `s` of tenant `t`: its policy was synced, whether or not it is still there. */
const synced: SQL = sql`exists (
  select from policies p where p.tenant_id = t.external_id and p.graph_policy_id = s.graph_policy_id)`

/** Counts the legacy rows of each tenant that has any. `sources`: the registered ones. */
export async function countLegacyRows(db: Db, sources: readonly string[]): Promise<LegacyRows[]> {
  const rows = await db.execute(sql`
    select t.app_key, count(*) filter (where ${synced})::int as removable,
      count(*) filter (where not ${synced})::int as kept,
      (select coalesce(json_agg(r.source order by r.source), '[]')
        from json_array_elements_text(${JSON.stringify(sources)}::json) r(source)
        where not exists (select from source_states o where o.tenant_id = t.external_id and o.source = r.source
          and (o.last_full_read_at is not null or o.stale_code = 'graph.not_licensed'))) as unread
    from policy_settings s join tenants t on t.app_key = s.tenant_id
    where s.source is null group by t.external_id, t.app_key order by t.app_key`)
  return rows.map((row) => ({
    appKey: toAppKey(row.app_key),
    removable: Number(row.removable),
    kept: Number(row.kept),
    unread: row.unread as string[],
  }))
}

/**
 * Removes the legacy rows of a tenant's synced policies, a few thousand at a time. Safe to repeat. Gives how many rows
 * went.
 */
export async function removeLegacyRows(db: Db, appKey: AppKey): Promise<number> {
  let removed = 0
  for (;;) {
    const [row] = await db.execute(sql`
      with gone as (
        delete from policy_settings where source is null and id in (
          select s.id from policy_settings s join tenants t on t.app_key = s.tenant_id
          where t.app_key = ${appKey} and s.source is null and ${synced} limit ${batchSize})
        returning 1)
      select count(*)::int as rows from gone`)
    const rows = Number(row?.rows)
    removed += rows
    if (rows < batchSize) return removed
  }
}

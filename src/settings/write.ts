import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import type { PolicyUnit } from './policy-unit'
import type { SettingRow } from './setting-row'

/** Whose attempt writes: the fence of every unit. */
export interface Writer {
  runId: string
  attempt: number
  appKey: string
}

/** What a unit changed, in settings, compared by path: a changed name alone is no change. */
export interface UnitCounts {
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/**
 * Writes one policy whole: its rows, the removal of its vanished ones, and its item. One statement and so one
 * transaction and one round trip. Undefined: another attempt owns the run, and nothing was written.
 *
 * Plain SQL. `mine` holds the run (`for key share`: unlike `for share` it does not starve the heartbeat); since that does
 * not stop a claim, the item comes first and only a newer attempt's item stops an older one; everything else hangs on it.
 * `gone` and `put` never meet the same row: one takes the names that are not incoming, the other those that are.
 */
export async function writePolicy(db: Db, writer: Writer, unit: PolicyUnit): Promise<UnitCounts | undefined> {
  const { runId, attempt, appKey } = writer
  const { source, graphPolicyId, policyName, policyType } = unit
  const [row] = await db.execute(sql`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(unit.rows.map(toRecord))}::json) as i(
        p text, n text, v text, t text, r text, d text, c text, f boolean)),
    stored as materialized (
      select setting_path, setting_name, raw_value, setting_value, setting_value_type from policy_settings
      where tenant_id = ${appKey} and graph_policy_id = ${graphPolicyId} and source = ${source}),
    counted as (
      select count(*) filter (where i.p is not null and s.setting_path is null) as inserted,
        count(*) filter (where i.p is not null and s.setting_path is not null and not same) as updated,
        count(*) filter (where i.p is not null and s.setting_path is not null and same) as unchanged,
        count(*) filter (where i.p is null) as removed
      from incoming i full join stored s on s.setting_path = i.p
        cross join lateral (select s.raw_value is not distinct from i.r and s.setting_value_type = i.t as same) as cmp),
    mine as materialized (
      select 1 from runs where id = ${runId} and attempt = ${attempt} and status = 'running' for key share),
    item as (
      insert into run_items as old (run_id, item_key, attempt, source, label, outcome, inserted, updated, unchanged, removed)
      select ${runId}::uuid, ${`${source}/${graphPolicyId}`}, ${attempt}::int, ${source}, ${policyName}, 'succeeded',
        inserted, updated, unchanged, removed from counted, mine
      on conflict (run_id, item_key) do update set attempt = excluded.attempt, label = excluded.label,
        outcome = excluded.outcome, code = null, message = null, inserted = excluded.inserted,
        updated = excluded.updated, unchanged = excluded.unchanged, removed = excluded.removed
      where old.attempt <= excluded.attempt
      returning inserted, updated, unchanged, removed),
    gone as (
      delete from policy_settings p
      where p.tenant_id = ${appKey} and p.graph_policy_id = ${graphPolicyId} and p.source = ${source}
        and exists (select from item) and not exists (select from incoming i where i.n = p.setting_name)),
    put as (
      insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
        setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category, is_default, run_id)
      select ${appKey}, ${graphPolicyId}, ${policyName}, ${policyType}, n, v, t, clock_timestamp() at time zone 'UTC',
        ${source}, p, r, d, c, f, ${runId}::uuid from incoming where exists (select from item)
      on conflict (tenant_id, graph_policy_id, setting_name) do update set policy_name = excluded.policy_name,
        policy_type = excluded.policy_type, setting_value = excluded.setting_value,
        setting_value_type = excluded.setting_value_type, last_synced_at = excluded.last_synced_at,
        source = excluded.source, setting_path = excluded.setting_path, raw_value = excluded.raw_value,
        definition_id = excluded.definition_id, category = excluded.category, is_default = excluded.is_default,
        run_id = excluded.run_id)
    select * from item`)
  return (
    row && {
      inserted: Number(row.inserted),
      updated: Number(row.updated),
      unchanged: Number(row.unchanged),
      removed: Number(row.removed),
    }
  )
}

/** Short keys: the names travel once a row. */
function toRecord(row: SettingRow) {
  return {
    p: row.path,
    n: row.name,
    v: row.value,
    t: row.valueType,
    r: row.raw,
    d: row.definitionId,
    c: row.category,
    f: row.isDefault,
  }
}

import { type SQL, sql } from 'drizzle-orm'
import type { PolicyUnit } from '../stored/policy-unit'
import { idWithSource } from '../stored/policy-id'
import type { SettingRow } from '../stored/setting-row'
import type { Writer } from './writer'

/** Numbers of settings, compared by path and raw value; a new name or label alone is no change. */
export interface UnitCounts {
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/** Converts the row that the CTE `item` gives. */
export function toUnitCounts(row: Record<string, unknown>): UnitCounts {
  const { inserted, updated, unchanged, removed } = row
  return {
    inserted: Number(inserted),
    updated: Number(updated),
    unchanged: Number(unchanged),
    removed: Number(removed),
  }
}

/** The item of a policy in its run. */
export const itemOf = ({ source, graphId, policyName }: PolicyUnit) => ({
  key: idWithSource(source, graphId),
  source,
  label: policyName,
})

/** SQL condition: a row `p` of this policy. The CTE `stored_id` must come before it. */
export const rowsOf = ({ appKey }: Writer, { source }: PolicyUnit): SQL =>
  sql`p.tenant_id = ${appKey} and p.graph_policy_id = (select id from stored_id) and p.source = ${source}`

/** Builds the CTE `gone`: deletes rows whose names are not in the CTE `incoming`. */
export const goneRows = (writer: Writer, unit: PolicyUnit, allowed: SQL): SQL => sql`
    gone as (
      delete from policy_settings p
      where ${rowsOf(writer, unit)} and ${allowed} and not exists (select from incoming i where i.n = p.setting_name))`

/**
 * Builds the CTEs `seen` and `put`: rows that are equal in everything get only their time and run, all others are written.
 * The CTEs `incoming` and `compared` (with `same` and `changed_at`) must come before them.
 */
export function putRows(writer: Writer, unit: PolicyUnit, { unchangedIf, changedIf }: Record<string, SQL>): SQL {
  const { runId, appKey } = writer
  const { source, policyName, policyType } = unit
  return sql`
    seen as (
      update policy_settings p set last_synced_at = (${readAt(unit)}) at time zone 'UTC', run_id = ${runId}::uuid
      from incoming i
      where ${rowsOf(writer, unit)} and ${unchangedIf} and p.setting_name = i.n and (p.setting_path, p.policy_name,
        p.policy_type, p.setting_value, p.setting_value_type, p.raw_value, p.definition_id, p.category, p.is_default)
        is not distinct from (i.p, ${policyName}, ${policyType}, i.v, i.t, i.r, i.d, i.c, i.f)
      returning p.setting_name),
    put as (
      insert into policy_settings as was (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
        setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category, is_default, run_id,
        changed_at)
      select ${appKey}, (select id from stored_id), ${policyName}, ${policyType}, n, v, t,
        (${readAt(unit)}) at time zone 'UTC', ${source}, p, r, d, c, f, ${runId}::uuid,
        case when same then changed_at else transaction_timestamp() end
      from compared
      where ${changedIf} and not exists (select from seen where setting_name = n)
      on conflict (tenant_id, graph_policy_id, setting_name) do update set policy_name = excluded.policy_name,
        policy_type = excluded.policy_type, setting_value = ${keptValue},
        setting_value_type = excluded.setting_value_type, last_synced_at = excluded.last_synced_at,
        source = excluded.source, setting_path = excluded.setting_path, raw_value = excluded.raw_value,
        definition_id = excluded.definition_id, category = excluded.category, is_default = excluded.is_default,
        run_id = excluded.run_id, changed_at = excluded.changed_at)`
}

/**
 * Keeps the stored text when the new one is equal. PostgreSQL stores long texts outside the row, and a rewritten one counts
 * as changed, for the indexes too.
 */
const keptValue = sql`case when was.setting_value = excluded.setting_value then was.setting_value
  else excluded.setting_value end`

/** `last_synced_at` of the rows: now, or, when they are made again from the stored policy, the time when it was read. */
function readAt({ source, graphId, details }: PolicyUnit): SQL {
  if (details) return sql`transaction_timestamp()`
  return sql`select o.last_full_read_at from policies o
    where o.tenant_id = (select tenant_id from own) and o.source = ${source} and o.graph_id = ${graphId}`
}

/** Uses short keys, because the JSON repeats them for each row. */
export function toRecord(row: SettingRow) {
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

/** The columns of such records. */
export const recordColumns = sql`p text, n text, v text, t text, r text, d text, c text, f boolean`

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { postgresCode } from '../../db/postgres-code'
import type { PolicyUnit } from '../stored/policy-unit'
import type { SettingRow } from '../stored/setting-row'
import { ownRun, succeededItem } from '../../runs/ledger/fenced-unit'
import { policyAndAssignments } from './policy-row'
import { storedId } from './stored-id'
import type { Writer } from './writer'

/** Numbers of settings, compared by path and raw value; a new name or label alone is no change. */
export interface UnitCounts {
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/**
 * Writes one policy in one statement: its rows, its `policies` row, its assignments and its item; deletes rows that it no
 * longer has. Returns undefined, having written nothing, when another attempt owns the run.
 */
export async function writePolicy(db: Db, writer: Writer, unit: PolicyUnit): Promise<UnitCounts | undefined> {
  const query = unitQuery(writer, unit)
  const rows = await db.execute(query).catch((error: unknown) => {
    // a policy of another source with this id was first written at the same moment: now its row is seen
    if (postgresCode(error) !== uniqueViolation) throw error
    return db.execute(query)
  })
  const [row] = rows
  return (
    row && {
      inserted: Number(row.inserted),
      updated: Number(row.updated),
      unchanged: Number(row.unchanged),
      removed: Number(row.removed),
    }
  )
}

const uniqueViolation = '23505'

/**
 * The item is written only if the fence allows it, and every other write requires the item. `seen`, `gone` and `put` never
 * touch the same row: rows that are equal in everything, rows whose names are not incoming, and the others.
 */
function unitQuery(writer: Writer, unit: PolicyUnit): SQL {
  const { runId, appKey } = writer
  const { source, graphPolicyId, policyName, policyType, details } = unit
  const mine = sql`p.tenant_id = ${appKey} and p.graph_policy_id = (select id from stored_id) and p.source = ${source}`
  return sql`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(unit.rows.map(toRecord))}::json) as i(
        p text, n text, v text, t text, r text, d text, c text, f boolean)),
    ${ownRun(writer)}, ${storedId(unit)},
    stored as materialized (select setting_path, raw_value, changed_at from policy_settings p where ${mine}),
    compared as materialized (
      select i.*, s.changed_at, s.setting_path is not null as known,
        s.setting_path is not null and s.raw_value is not distinct from i.r as same
      from incoming i left join stored s on s.setting_path = i.p),
    counted as (
      select count(*) filter (where not known) as inserted, count(*) filter (where known and not same) as updated,
        count(*) filter (where same) as unchanged,
        (select count(*) from stored s where not exists (select from incoming i where i.p = s.setting_path)) as removed
      from compared),
    ${succeededItem(writer, { key: `${source}/${graphPolicyId}`, source, label: policyName })},
    gone as (
      delete from policy_settings p
      where ${mine} and exists (select from item) and not exists (select from incoming i where i.n = p.setting_name)),
    seen as (
      update policy_settings p set last_synced_at = (${readAt(unit)}) at time zone 'UTC', run_id = ${runId}::uuid
      from incoming i
      where ${mine} and exists (select from item) and p.setting_name = i.n and (p.setting_path, p.policy_name,
        p.policy_type, p.setting_value, p.setting_value_type, p.raw_value, p.definition_id, p.category, p.is_default)
        is not distinct from (i.p, ${policyName}, ${policyType}, i.v, i.t, i.r, i.d, i.c, i.f)
      returning p.setting_name)${details ? policyAndAssignments(unit, details) : sql``},
    put as (
      insert into policy_settings as was (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
        setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category, is_default, run_id,
        changed_at)
      select ${appKey}, (select id from stored_id), ${policyName}, ${policyType}, n, v, t,
        (${readAt(unit)}) at time zone 'UTC', ${source}, p, r, d, c, f, ${runId}::uuid,
        case when same then changed_at else statement_timestamp() end
      from compared
      where exists (select from ${details ? sql`policy` : sql`item`}) and not exists (select from seen where setting_name = n)
      on conflict (tenant_id, graph_policy_id, setting_name) do update set policy_name = excluded.policy_name,
        policy_type = excluded.policy_type, setting_value = ${keptValue},
        setting_value_type = excluded.setting_value_type, last_synced_at = excluded.last_synced_at,
        source = excluded.source, setting_path = excluded.setting_path, raw_value = excluded.raw_value,
        definition_id = excluded.definition_id, category = excluded.category, is_default = excluded.is_default,
        run_id = excluded.run_id, changed_at = excluded.changed_at)
    select * from item`
}

/**
 * Keeps the stored text when the new one is equal. PostgreSQL stores long texts outside the row, and a rewritten one counts
 * as changed, for the indexes too.
 */
const keptValue = sql`case when was.setting_value = excluded.setting_value then was.setting_value
  else excluded.setting_value end`

/** `last_synced_at` of the rows: now, or, when they are made again from the stored policy, the time when it was read. */
function readAt({ source, graphId, details }: PolicyUnit): SQL {
  if (details) return sql`statement_timestamp()`
  return sql`select o.last_full_read_at from policies o
    where o.tenant_id = (select tenant_id from own) and o.source = ${source} and o.graph_id = ${graphId}`
}

/** Uses short keys, because the JSON repeats them for each row. */
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

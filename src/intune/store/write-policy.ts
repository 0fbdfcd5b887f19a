import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { PolicyDetails, PolicyUnit } from '../stored/policy-unit'
import type { SettingRow } from '../stored/setting-row'
import { ownRun, succeededItem } from '../../runs/ledger/fenced-unit'
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
 *
 * The item is written only if the fence allows it, and every other write requires the item. `gone` deletes rows by names
 * that are not incoming and `put` writes those that are, so they never touch the same row.
 */
export async function writePolicy(db: Db, writer: Writer, unit: PolicyUnit): Promise<UnitCounts | undefined> {
  const { runId, appKey } = writer
  const { source, graphPolicyId, policyName, policyType, details } = unit
  const [row] = await db.execute(sql`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(unit.rows.map(toRecord))}::json) as i(
        p text, n text, v text, t text, r text, d text, c text, f boolean)),
    stored as materialized (
      select setting_path, raw_value, changed_at from policy_settings
      where tenant_id = ${appKey} and graph_policy_id = ${graphPolicyId} and source = ${source}),
    compared as materialized (
      select i.*, s.changed_at, s.setting_path is not null as known,
        s.setting_path is not null and s.raw_value is not distinct from i.r as same
      from incoming i left join stored s on s.setting_path = i.p),
    counted as (
      select count(*) filter (where not known) as inserted, count(*) filter (where known and not same) as updated,
        count(*) filter (where same) as unchanged,
        (select count(*) from stored s where not exists (select from incoming i where i.p = s.setting_path)) as removed
      from compared),
    ${ownRun(writer)},${succeededItem(writer, { key: `${source}/${graphPolicyId}`, source, label: policyName })},
    gone as (
      delete from policy_settings p
      where p.tenant_id = ${appKey} and p.graph_policy_id = ${graphPolicyId} and p.source = ${source}
        and exists (select from item) and not exists (select from incoming i where i.n = p.setting_name)),
    put as (
      insert into policy_settings as was (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
        setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category, is_default, run_id,
        changed_at)
      select ${appKey}, ${graphPolicyId}, ${policyName}, ${policyType}, n, v, t, (${readAt(unit)}) at time zone 'UTC',
        ${source}, p, r, d, c, f, ${runId}::uuid, case when same then changed_at else statement_timestamp() end
      from compared where exists (select from item)
      on conflict (tenant_id, graph_policy_id, setting_name) do update set policy_name = excluded.policy_name,
        policy_type = excluded.policy_type, setting_value = ${keptValue},
        setting_value_type = excluded.setting_value_type, last_synced_at = excluded.last_synced_at,
        source = excluded.source, setting_path = excluded.setting_path, raw_value = excluded.raw_value,
        definition_id = excluded.definition_id, category = excluded.category, is_default = excluded.is_default,
        run_id = excluded.run_id, changed_at = excluded.changed_at)${details ? policyAndAssignments(unit, details) : sql``}
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

/**
 * Writes the `policies` row and the assignments. An equal `raw` is not written again. Unreadable assignments leave the
 * stored ones, and a missing group or filter name leaves the stored name.
 */
function policyAndAssignments(unit: PolicyUnit, details: PolicyDetails): SQL {
  const { source, graphId, graphPolicyId, policyName, policyType } = unit
  const { metadata, contentHash, raw, assignments, assignmentsHash } = details
  const readable = assignments !== 'unreadable'
  return sql`,
    policy as (
      insert into policies as old (tenant_id, source, graph_id, graph_policy_id, policy_type, odata_type, name, description,
        platforms, technologies, template_id, template_family, template_version, scope_tag_ids, created_at, modified_at,
        content_hash, assignments_hash, assignments_state, raw, first_seen_at, last_seen_at, last_full_read_at)
      select tenant_id, ${source}, ${graphId}, ${graphPolicyId}, ${policyType}, ${metadata.odataType}, ${policyName},
        ${metadata.description}, ${metadata.platforms}, ${metadata.technologies}, ${metadata.templateId}, ${metadata.templateFamily},
        ${metadata.templateVersion}, ${JSON.stringify(metadata.scopeTagIds)}::jsonb, ${metadata.createdAt}::timestamptz,
        ${metadata.modifiedAt}::timestamptz, ${contentHash}, ${assignmentsHash}, ${readable ? 'read' : 'unreadable'},
        ${raw}::bytea, statement_timestamp(), statement_timestamp(), statement_timestamp()
      from own, item
      on conflict (tenant_id, source, graph_id) do update set graph_policy_id = excluded.graph_policy_id,
        policy_type = excluded.policy_type, odata_type = excluded.odata_type, name = excluded.name,
        description = excluded.description, platforms = excluded.platforms, technologies = excluded.technologies,
        template_id = excluded.template_id, template_family = excluded.template_family,
        template_version = excluded.template_version, scope_tag_ids = excluded.scope_tag_ids,
        created_at = excluded.created_at, modified_at = excluded.modified_at, content_hash = excluded.content_hash,
        assignments_hash = coalesce(excluded.assignments_hash, old.assignments_hash),
        assignments_state = excluded.assignments_state,
        raw = case when old.raw = excluded.raw then old.raw else excluded.raw end,
        last_seen_at = excluded.last_seen_at, last_full_read_at = excluded.last_full_read_at, removed_at = null),
    assigned as materialized (
      select * from json_to_recordset(${JSON.stringify(readable ? assignments : [])}::json) as a(
        key text, "targetKind" text, "groupId" text, "groupName" text, "filterId" text, "filterName" text,
        "filterMode" text, intent text)),
    unassigned as (
      delete from policy_assignments a using own, item
      where ${readable} and a.tenant_id = own.tenant_id and a.source = ${source} and a.graph_id = ${graphId}
        and not exists (select from assigned i where i.key = a.assignment_key)),
    assign as (
      insert into policy_assignments as old (tenant_id, source, graph_id, assignment_key, target_kind, group_id,
        group_name, filter_id, filter_name, filter_mode, intent)
      select tenant_id, ${source}, ${graphId}, key, "targetKind", "groupId", "groupName", "filterId", "filterName",
        "filterMode", intent from assigned, own, item
      on conflict (tenant_id, source, graph_id, assignment_key) do update set
        group_name = coalesce(excluded.group_name, old.group_name), filter_id = excluded.filter_id,
        filter_name = coalesce(excluded.filter_name,
          case when old.filter_id is not distinct from excluded.filter_id then old.filter_name end),
        filter_mode = excluded.filter_mode)`
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

import { type SQL, sql } from 'drizzle-orm'
import type { PolicyDetails, PolicyUnit } from '../stored/policy-unit'

/**
 * Builds the CTE `policy` and those of its assignments. An equal `raw` is not written again. Unreadable assignments leave the
 * stored ones, and a missing group or filter name leaves the stored name.
 */
export function policyAndAssignments(unit: PolicyUnit, details: PolicyDetails): SQL {
  const { source, graphId, policyName, policyType } = unit
  const { metadata, contentHash, raw, assignments, assignmentsHash } = details
  const readable = assignments !== 'unreadable'
  return sql`,
    policy as (
      insert into policies as old (tenant_id, source, graph_id, graph_policy_id, policy_type, odata_type, name, description,
        platforms, technologies, template_id, template_family, template_version, scope_tag_ids, created_at, modified_at,
        content_hash, assignments_hash, assignments_state, raw, first_seen_at, last_seen_at, last_full_read_at)
      select tenant_id, ${source}, ${graphId}, (select id from stored_id), ${policyType}, ${metadata.odataType}, ${policyName},
        ${metadata.description}, ${metadata.platforms}, ${metadata.technologies}, ${metadata.templateId}, ${metadata.templateFamily},
        ${metadata.templateVersion}, ${JSON.stringify(metadata.scopeTagIds)}::jsonb, ${metadata.createdAt}::timestamptz,
        ${metadata.modifiedAt}::timestamptz, ${contentHash}, ${assignmentsHash}, ${readable ? 'read' : 'unreadable'},
        ${raw}::bytea, transaction_timestamp(), transaction_timestamp(), transaction_timestamp()
      from own, item
      on conflict (tenant_id, source, graph_id) do update set policy_type = excluded.policy_type, odata_type = excluded.odata_type, name = excluded.name,
        description = excluded.description, platforms = excluded.platforms, technologies = excluded.technologies,
        template_id = excluded.template_id, template_family = excluded.template_family,
        template_version = excluded.template_version, scope_tag_ids = excluded.scope_tag_ids,
        created_at = excluded.created_at, modified_at = excluded.modified_at, content_hash = excluded.content_hash,
        assignments_hash = coalesce(excluded.assignments_hash, old.assignments_hash),
        assignments_state = excluded.assignments_state,
        raw = case when old.raw = excluded.raw then old.raw else excluded.raw end,
        last_seen_at = excluded.last_seen_at, last_full_read_at = excluded.last_full_read_at, removed_at = null
      returning 1),
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
        filter_mode = excluded.filter_mode
      where (old.group_name, old.filter_id, old.filter_name, old.filter_mode) is distinct from (
        coalesce(excluded.group_name, old.group_name), excluded.filter_id, coalesce(excluded.filter_name,
          case when old.filter_id is not distinct from excluded.filter_id then old.filter_name end), excluded.filter_mode))`
}

import type postgres from 'postgres'
import { unfinishedRuns } from '../support/rows'

/**
 * What a crash must not change, in a form that can be compared: everything but ids, times, attempts, and which of the
 * messages or requests it was. Definitions are a cache: what they are good for, the names, is in the rows.
 */
export async function readState(sql: postgres.Sql): Promise<Record<string, readonly unknown[]>> {
  const tables = {
    settings: sql`
      select s.tenant_id, s.source, s.graph_policy_id, s.policy_name, s.policy_type, s.setting_path, s.setting_name,
        s.setting_value, s.setting_value_type, s.raw_value, s.definition_id, s.category, s.is_default,
        coalesce(r.requested_by, s.run_id::text) as written_by
      from policy_settings s left join runs r on r.id = s.run_id
      order by s.tenant_id, s.source, s.graph_policy_id, s.setting_path, s.setting_name`,
    runs: sql`
      select tenant_id, operation, lane, requested_by, status, counts, error from runs where lane is not null
      order by tenant_id, operation, requested_by, status`,
    // how often a run was begun and put back depends on crashes
    events: sql`
      select r.tenant_id, r.operation, r.requested_by, e.kind, e.actor, e.data
      from runs r join lateral (
        (select * from run_events where run_id = r.id order by seq limit 1)
        union all (select * from run_events where run_id = r.id order by seq desc limit 1)) e on true
      where r.lane is not null order by r.tenant_id, r.operation, r.requested_by, r.status, e.seq`,
    items: sql`
      select r.tenant_id, r.requested_by, i.item_key, i.source, i.label, i.outcome, i.code,
        regexp_replace(i.message, 'request-id [0-9a-f-]+', 'request-id') as message, i.inserted,
        i.updated, i.unchanged, i.removed
      from run_items i join runs r on r.id = i.run_id order by r.tenant_id, r.requested_by, i.item_key`,
    policies: sql`
      select tenant_id, source, graph_id, graph_policy_id, policy_type, odata_type, name, description, content_hash,
        assignments_hash, assignments_state, md5(raw) as raw, removed_at is not null as removed
      from policies order by tenant_id, source, graph_id`,
    assignments: sql`select * from policy_assignments order by tenant_id, source, graph_id, assignment_key`,
    tenants: sql`select display_name, status from tenants order by display_name, status`,
    grants: sql`select g.oid, g.role, t.app_key from grants g left join tenants t on t.external_id = g.tenant_id order by 1, 2, 3`,
    // how often a run that is taken up again ends depends on crashes
    notifications: sql`
      select distinct recipient, tenant_id, status, read_at is not null as read from notifications order by 1, 2, 3, 4`,
    audit: sql`select action, actor, acting_for from audit_events order by action, actor`,
    keys: sql`select route, key, result is not null as answered from idempotency_keys order by route, key`,
    schedules: sql`select tenant_id, operation, every_minutes, cron, enabled from schedules order by 1, 2`,
    sources: sql`
      select tenant_id, source, last_full_read_at is not null as read, stale_since is not null as stale, stale_code,
        array(select jsonb_array_elements_text(withheld) order by 1) as withheld
      from source_states order by tenant_id, source`,
  }
  const read = Object.entries(tables).map(async ([name, rows]) => [name, [...(await rows)]] as const)
  return Object.fromEntries(await Promise.all(read))
}

/** Lets time pass for the ledger: leases run out, what was sent is long gone, what waits is due, a schedule comes round. */
export async function ageRows(sql: postgres.Sql): Promise<void> {
  await sql`update runs set lease_until = clock_timestamp() - interval '1 second' where status = 'running'`
  await sql`update runs set due_at = least(due_at, clock_timestamp() - interval '11 minutes'),
    dispatched_at = case when dispatched_at is not null then clock_timestamp() - interval '11 minutes' end,
    sent_at = case when sent_at is not null then clock_timestamp() - interval '11 minutes' end
    where status = 'queued'`
  await sql`update definition_catalogs set reading_until = clock_timestamp() - interval '1 second'
    where reading_until is not null`
  // an occurrence that was taken and not admitted is lost by design: the next one comes
  await sql`update schedules s set next_at = clock_timestamp() where not exists (
    select from runs r where r.tenant_id = s.tenant_id and r.requested_by = 'schedule')`
}

/** How much is not done: runs that have not ended, and schedules that have not brought theirs. */
export async function countUnfinished(sql: postgres.Sql): Promise<number> {
  const [due] = await sql`select count(*)::int as n from schedules where next_at <= clock_timestamp() or not exists (
    select from runs r where r.tenant_id = schedules.tenant_id and r.requested_by = 'schedule')`
  return (await unfinishedRuns(sql)).length + Number(due!.n)
}

import type postgres from 'postgres'
import { demoCallers, homeTenantId } from '../../../local/simulator/entra/demo-callers'

/** A workspace with tenants, whose keys are their ids. */
export async function insertTenants(
  sql: postgres.Sql,
  workspaceId: string,
  tenants: readonly { key: string; entraTenantId: string }[],
): Promise<void> {
  await sql`insert into workspaces (id, name) values (${workspaceId}, 'Crash tests')`
  const { operator, owner } = demoCallers
  await sql`insert into workspace_home_tenants (workspace_id, tid) values (${workspaceId}, ${homeTenantId})`
  for (const [role, { tid, oid }] of Object.entries({ operator, owner }))
    await sql`insert into grants (workspace_id, tid, oid, role, granted_by)
      values (${workspaceId}, ${tid}, ${oid}, ${role}, 'bootstrap')`
  for (const { key, entraTenantId } of tenants)
    await sql`insert into tenants (external_id, workspace_id, entra_tenant_id, app_key, display_name, status)
      values (${key}, ${workspaceId}, ${entraTenantId}, ${key}, 'Contoso', 'active')`
}

/** Runs that have not ended. */
export const unfinishedRuns = (sql: postgres.Sql) =>
  sql`select id, operation, status, attempt, failures, error from runs where status in ('queued', 'running')`

/**
 * Runs whose events do not tell their story: numbered from 1 without gaps, first admitted (or, without a lane, started),
 * started once for each attempt, and ended with the run's status as often as the run has ended.
 */
export const runsWithWrongEvents = (sql: postgres.Sql) => sql`
  select r.id, r.status, r.attempt, e.kinds from runs r cross join lateral (
    select count(*)::int as n, min(seq) as first, max(seq) as last, array_agg(kind order by seq) as kinds,
      count(*) filter (where kind = 'started') as started, count(*) filter (where kind = 'ended') as ended,
      count(*) filter (where kind = 'readmitted') as readmitted,
      (array_agg(data ->> 'status' order by seq desc) filter (where kind = 'ended'))[1] as last_end
    from run_events where run_id = r.id) e,
    lateral (select r.status not in ('queued', 'running') as ended, r.lane is null as alone) is_so
  where (e.n, e.first, e.last) is distinct from (r.events, 1, r.events)
    or e.kinds[1] is distinct from case when alone then 'started' else 'queued' end
    or e.started <> r.attempt + alone::int
    or e.ended <> e.readmitted + is_so.ended::int
    or (is_so.ended and e.last_end is distinct from r.status)`

/** Runs whose counts are not those of their items. */
export const driftedRuns = (sql: postgres.Sql) => sql`
  select r.id from runs r left join lateral (
    select count(*) filter (where outcome <> 'removed') as total, count(*) filter (where outcome = 'succeeded') as succeeded,
      count(*) filter (where outcome = 'failed') as failed, coalesce(sum(inserted + updated + unchanged), 0) as settings
    from run_items i where i.run_id = r.id) c on true
  where r.lane is not null and r.counts is not null and (c.total, c.succeeded, c.failed, c.settings) is distinct from
    ((r.counts ->> 'total')::int, (r.counts ->> 'succeeded')::int, (r.counts ->> 'failed')::int, (r.counts ->> 'settings')::int)`

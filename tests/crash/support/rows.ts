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

/** Runs whose counts are not those of their items. */
export const driftedRuns = (sql: postgres.Sql) => sql`
  select r.id from runs r left join lateral (
    select count(*) filter (where outcome <> 'removed') as total, count(*) filter (where outcome = 'succeeded') as succeeded,
      count(*) filter (where outcome = 'failed') as failed, coalesce(sum(inserted + updated + unchanged), 0) as settings
    from run_items i where i.run_id = r.id) c on true
  where r.lane is not null and r.counts is not null and (c.total, c.succeeded, c.failed, c.settings) is distinct from
    ((r.counts ->> 'total')::int, (r.counts ->> 'succeeded')::int, (r.counts ->> 'failed')::int, (r.counts ->> 'settings')::int)`

import type { Backend } from '../support/backend'

/** Adds a tenant with a run in a workspace of others. Gives the path of the run's page. */
export async function addForeignRun({ database: { sql } }: Backend): Promise<string> {
  const [workspace] = await sql`insert into workspaces (name) values ('Others') returning id`
  const [tenant] = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    values (${workspace!.id as string}, gen_random_uuid(), 'Fabrikam', 'active') returning external_id as id, app_key as key`
  const [run] = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, status, finished_at)
    values (${workspace!.id as string}, ${tenant!.id as string}, 'policy.sync', 'sync', 'x', 'succeeded', now()) returning id`
  return `/tenants/${tenant!.key as string}/runs/${run!.id as string}`
}

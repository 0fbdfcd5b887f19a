import type { Backend } from '../support/backend'

/** Puts a run before all others of the tenant, so that they wait. Gives a function that ends it. */
export async function holdLane({ database, call }: Backend): Promise<() => Promise<void>> {
  const { sql, tenant } = database
  const [run] =
    await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, status, attempt, dispatched_at, sent_at, started_at, lease_until)
    values (${tenant.workspaceId}, ${tenant.externalId}, 'policy.reflatten', 'sync', 'held', 'running', 1, now(), now(), now(), now() + interval '1 hour') returning id`
  return async () => {
    await sql`update runs set status = 'cancelled', finished_at = now(), lease_until = null where id = ${run!.id as string}`
    await call('POST', 'ops/tick')
  }
}

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { utcText } from '../db/sql'

/** Which entries are asked for. */
export interface AuditQuery {
  action?: string | undefined
  /** `tid/oid`: who did it, or for whom it was done. */
  account?: string | undefined
  tenantId?: string | undefined
  runId?: string | undefined
  since?: Date | undefined
  before?: Date | undefined
}

/** An entry as answers show it. */
export interface AuditView {
  id: number
  at: string
  tenantId: string | null
  runId: string | null
  actor: string
  actorKind: string | null
  actingFor: string | null
  action: string
  target: string | null
  data: unknown
}

/** Returns a page of a workspace's audit log, the newest entries first, and where the next page begins. */
export async function listAudit(
  tx: Db,
  workspaceId: string,
  query: AuditQuery,
  { after, limit }: { after?: number | undefined; limit: number },
): Promise<{ items: AuditView[]; next: number | null }> {
  const rows = await tx.execute(sql`
    select id::float8 as id, ${utcText(sql`at`)} as at, tenant_id as "tenantId",
      run_id as "runId", actor, actor_kind as "actorKind", acting_for as "actingFor", action, target, data
    from audit_events where ${sql.join(conditions(workspaceId, query, after), sql` and `)}
    order by audit_events.id desc limit ${limit + 1}::int`)
  const items = rows.slice(0, limit) as unknown as AuditView[]
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}

function conditions(workspaceId: string, query: AuditQuery, after: number | undefined): SQL[] {
  const { action, account, tenantId, runId, since, before } = query
  const all = [sql`workspace_id = ${workspaceId}::uuid`]
  if (action !== undefined) all.push(sql`action = ${action}`)
  if (account !== undefined) all.push(sql`${account} in (actor, acting_for)`)
  if (tenantId !== undefined) all.push(sql`tenant_id = ${tenantId}::uuid`)
  if (runId !== undefined) all.push(sql`run_id = ${runId}::uuid`)
  if (since) all.push(sql`at >= ${since.toISOString()}::timestamptz`)
  if (before) all.push(sql`at < ${before.toISOString()}::timestamptz`)
  if (after !== undefined) all.push(sql`id < ${after}::bigint`)
  return all
}

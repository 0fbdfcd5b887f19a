import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'

/** What the audit log tells of. */
export const auditActions = [
  'workspace.bootstrapped',
  'workspace.home_tenant_added',
  'tenant.registered',
  'tenant.activated',
  'tenant.renamed',
  'tenant.paused',
  'tenant.resumed',
  'tenant.removed',
  'consent.requested',
  'grant.given',
  'grant.taken',
  'schedule.set',
  'schedule.removed',
  'run.started',
  'run.cancelled',
] as const

/** Who did something: accounts are `tid/oid`. */
export interface AuditActor {
  actor: string
  actorKind: 'person' | 'service' | null
  actingFor?: string | null
}

/** One entry of the audit log. */
export interface AuditEntry extends AuditActor {
  workspaceId: string
  tenantId?: string | null
  runId?: string | null
  action: (typeof auditActions)[number]
  /** The object's id, where it is no tenant and no run. */
  target?: string
  /** No secret, no text from outside. */
  data?: Record<string, string | number | boolean | null>
}

/**
 * Builds the insert of an entry for each row of `source`, a CTE of runs that the same statement has made: with their `id`,
 * `tenant_id` and `workspace_id`.
 */
export function insertRunAudit(
  source: SQL,
  operation: string,
  { actor, actorKind, actingFor = null }: AuditActor,
): SQL {
  return sql`insert into audit_events (workspace_id, tenant_id, run_id, action, actor, actor_kind, acting_for, data)
    select workspace_id, tenant_id, id, 'run.started', ${actor}::text, ${actorKind}::text, ${actingFor}::text,
      jsonb_build_object('operation', ${operation}::text) from ${source}`
}

/** Writes an entry in the transaction of what it tells, so that neither is without the other. */
export async function recordAudit(tx: Db, entry: AuditEntry): Promise<void> {
  const { workspaceId, tenantId = null, runId = null, actor, actorKind, actingFor = null, action, target, data } = entry
  await tx.execute(sql`
    insert into audit_events (workspace_id, tenant_id, run_id, actor, actor_kind, acting_for, action, target, data)
    values (${workspaceId}::uuid, ${tenantId}::uuid, ${runId}::uuid, ${actor}, ${actorKind}, ${actingFor}, ${action}, ${target ?? null}, ${JSON.stringify(data ?? {})}::jsonb)`)
}

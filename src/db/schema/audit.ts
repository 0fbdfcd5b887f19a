import { bigint, index, jsonb, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { ours } from './ours'

/**
 * What was done, by whom. Append-only for every account, the tables' owner too: a trigger refuses any other change. Without
 * foreign keys, so that it outlives what it tells of. Exempt from retention.
 */
export const auditEvents = ours.table(
  'audit_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    workspaceId: uuid('workspace_id').notNull(),
    tenantId: uuid('tenant_id'),
    runId: uuid('run_id'),
    /** `tid/oid`, `bootstrap`, or `schedule`. */
    actor: text('actor').notNull(),
    /** `person` or `service`; null where the actor is no account. */
    actorKind: text('actor_kind'),
    /** For whom a service acted: `tid/oid`. */
    actingFor: text('acting_for'),
    /** `run.started`, `grant.given`, …: src/audit/actions.ts. */
    action: text('action').notNull(),
    /** The object, where it is no tenant and no run: its id. */
    target: text('target'),
    /** What else there is to know: no secret, no text from outside. */
    data: jsonb('data').notNull().default({}),
  },
  (t) => [index('audit_events_of_workspace').on(t.workspaceId, t.id), index('audit_events_of_run').on(t.runId)],
)

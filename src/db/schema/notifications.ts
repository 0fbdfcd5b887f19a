import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { RunCounts } from '../../shared/run-progress'
import type { RunId, TenantId } from '../../shared/ids'
import { instant } from './columns'
import { ours } from './ours'

/**
 * What people are told of runs: a row for each of them and event. The database makes it in the transaction of the event, and
 * the purge of its run deletes it. Codes and numbers alone: words are made of them when it is read.
 */
export const notifications = ours.table(
  'notifications',
  {
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    /** Who is told: `tid/oid`. */
    recipient: text('recipient').notNull(),
    workspaceId: uuid('workspace_id').notNull(),
    tenantId: uuid('tenant_id').$type<TenantId>().notNull(),
    /** No foreign key: its check would wait for whoever has locked the run for its last step. */
    runId: uuid('run_id').$type<RunId>().notNull(),
    /** Number of the event in its run. */
    event: integer('event').notNull(),
    /** What the run was then. */
    status: text('status').notNull(),
    /** Of the error, where it ended with one. */
    code: text('code'),
    counts: jsonb('counts').$type<RunCounts>(),
    at: instant('at').notNull(),
    /** Also when a later one of the same run took its place. */
    readAt: instant('read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.recipient, t.id] }),
    index('notifications_unread')
      .on(t.recipient, t.id)
      .where(sql`${t.readAt} is null`),
    uniqueIndex('notifications_once').on(t.runId, t.recipient, t.event),
    check(
      'notifications_status_known',
      sql`${t.status} in ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')`,
    ),
  ],
)

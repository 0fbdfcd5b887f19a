import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { RunCounts, RunProgress } from '../../shared/run-progress'
import type { RunId, TenantId } from '../../shared/ids'
import type { SafeError } from '../../shared/errors'
import { instant } from './columns'
import { ours } from './ours'
import { workspaces, tenants } from './tenants'

/** The run ledger. The row of a run is also its outbox entry and its place in the lane: see docs/architecture.md. */
export const runs = ours.table(
  'runs',
  {
    id: uuid('id').$type<RunId>().primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Null only for the record of a reconcile pass. */
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .references((): AnyPgColumn => tenants.externalId),
    operation: text('operation').notNull(),
    /** `sync` or `interactive`: the queue that carries the run. Null: none. */
    lane: text('lane'),
    /** Equal for requests that are the same: operation and hash of the input. */
    identity: text('identity').notNull(),
    input: jsonb('input').notNull().default({}),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    status: text('status').notNull().default('queued'),
    dueAt: instant('due_at').notNull().defaultNow(),
    /** Not null: the run holds its lane until it ends. */
    dispatchedAt: instant('dispatched_at'),
    /** Null while its message is unsent. */
    sentAt: instant('sent_at'),
    /** The fencing token: only the newest attempt may write. */
    attempt: integer('attempt').notNull().default(0),
    failures: integer('failures').notNull().default(0),
    leaseUntil: instant('lease_until'),
    cancelRequestedAt: instant('cancel_requested_at'),
    progress: jsonb('progress').$type<RunProgress>(),
    counts: jsonb('counts').$type<RunCounts>(),
    /** What its operation gave back: the result schema of its record. */
    result: jsonb('result'),
    error: jsonb('error').$type<SafeError>(),
    /** Sequence number of the message whose delivery failed the run. */
    failedBy: text('failed_by'),
    /** Who asked: `tid/oid`, `schedule`, or `tick`. */
    requestedBy: text('requested_by'),
    /** For whom a service asked: `tid/oid`. */
    actingFor: text('acting_for'),
    /** The trace of the request that started it, as W3C `traceparent`: its attempts go on with it. */
    traceparent: text('traceparent'),
    /** How many events it has had: the number of the last one. */
    events: integer('events').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    uniqueIndex('runs_one_dispatched_per_lane')
      .on(t.tenantId, t.lane)
      .where(sql`${t.dispatchedAt} is not null and ${t.status} in ('queued', 'running')`),
    uniqueIndex('runs_one_waiting_per_identity')
      .on(t.tenantId, t.identity)
      .where(sql`${t.status} = 'queued' and ${t.attempt} = 0`),
    index('runs_active')
      .on(t.tenantId, t.lane, t.seq)
      .where(sql`${t.status} in ('queued', 'running')`),
    index('runs_active_by_identity')
      .on(t.tenantId, t.identity)
      .where(sql`${t.status} in ('queued', 'running')`),
    index('runs_of_tenant').on(t.tenantId, t.seq),
    index('runs_of_workspace').on(t.workspaceId, t.seq),
    // most runs succeed: a list of the others must not read past them
    index('runs_not_succeeded_of_tenant')
      .on(t.tenantId, t.status, t.seq)
      .where(sql`${t.status} <> 'succeeded'`),
    index('runs_not_succeeded_of_workspace')
      .on(t.workspaceId, t.status, t.seq)
      .where(sql`${t.status} <> 'succeeded'`),
    index('runs_of_tenant_by_time').on(t.tenantId, t.createdAt),
    index('runs_by_identity').on(t.tenantId, t.identity, t.finishedAt),
    // two, because runs that failed a message are kept longer: a purge would read past them each time
    index('runs_ended')
      .on(t.finishedAt, t.lane, t.status)
      .where(sql`${t.failedBy} is null and ${t.finishedAt} is not null`),
    index('runs_dead_lettered')
      .on(t.finishedAt, t.lane)
      .where(sql`${t.failedBy} is not null`),
    check(
      'runs_status_known',
      sql`${t.status} in ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')`,
    ),
    check('runs_lane_known', sql`${t.lane} in ('sync', 'interactive')`),
    check('runs_numbers_not_negative', sql`${t.attempt} >= 0 and ${t.failures} >= 0`),
  ],
)

/** One policy (or one source) inside a run, with its own outcome. `item_key` = `source/graphId`, or `source` alone. */
export const runItems = ours.table(
  'run_items',
  {
    runId: uuid('run_id')
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    itemKey: text('item_key').notNull(),
    attempt: integer('attempt').notNull(),
    source: text('source').notNull(),
    /** The object's display name, for people. */
    label: text('label').notNull().default(''),
    outcome: text('outcome').notNull(),
    code: text('code'),
    message: text('message'),
    inserted: integer('inserted').notNull().default(0),
    updated: integer('updated').notNull().default(0),
    unchanged: integer('unchanged').notNull().default(0),
    removed: integer('removed').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.itemKey] }),
    check('run_items_outcome_known', sql`${t.outcome} in ('succeeded', 'failed', 'skipped', 'removed')`),
    check(
      'run_items_numbers_not_negative',
      sql`least(${t.attempt}, ${t.inserted}, ${t.updated}, ${t.unchanged}, ${t.removed}) >= 0`,
    ),
  ],
)

/** What happened to a run, written in the transaction in which it happened. */
export const runEvents = ours.table(
  'run_events',
  {
    runId: uuid('run_id')
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    /** From 1, without gaps. */
    seq: integer('seq').notNull(),
    at: instant('at')
      .notNull()
      .default(sql`clock_timestamp()`),
    kind: text('kind').notNull(),
    /** Who did it, where somebody did: `tid/oid`. */
    actor: text('actor'),
    /** What else there is to know: no secret, no text from outside. */
    data: jsonb('data').notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.runId, t.seq] })],
)

/** Schedules that start runs: one row per tenant and operation. */
export const schedules = ours.table(
  'schedules',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    operation: text('operation').notNull(),
    input: jsonb('input').notNull().default({}),
    /** From a minute to a leap year. Null: `cron` says when. */
    everyMinutes: integer('every_minutes'),
    /** Five fields, read in `timeZone`. */
    cron: text('cron'),
    timeZone: text('time_zone'),
    /** Each start is up to so many minutes late, so that not all tenants start at the full hour. */
    jitterMinutes: integer('jitter_minutes').notNull().default(0),
    /** What `everyMinutes` counts from. */
    anchorAt: instant('anchor_at').notNull().defaultNow(),
    nextAt: instant('next_at').notNull().defaultNow(),
    enabled: boolean('enabled').notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.operation] }),
    check('schedules_every_minutes_in_range', sql`${t.everyMinutes} between 1 and 527040`),
    check('schedules_one_timing', sql`num_nonnulls(${t.everyMinutes}, ${t.cron}) = 1`),
    check('schedules_cron_in_a_zone', sql`(${t.cron} is null) = (${t.timeZone} is null)`),
    check('schedules_jitter_in_range', sql`${t.jitterMinutes} between 0 and 720`),
    index('schedules_due')
      .on(t.nextAt)
      .where(sql`${t.enabled}`),
  ],
)

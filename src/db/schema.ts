import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  customType,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { RunCounts, RunProgress } from '../shared/run-progress'
import type { SafeError } from '../shared/errors'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A customer, or a managed service provider. */
export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** One Entra tenant under a workspace. Its row is the lock for whatever takes or frees a place in the run ledger. */
export const tenants = pgTable(
  'tenants',
  {
    /** UUID v4: the tenant's id in URLs and tables. */
    externalId: uuid('external_id').primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** For Microsoft Graph only, never a public id. */
    entraTenantId: text('entra_tenant_id').notNull(),
    /** What the existing app calls `tenantId`; a trigger fills it with `external_id` when nothing else is given. */
    appKey: text('app_key').notNull().default(''),
    displayName: text('display_name').notNull(),
    /** Microsoft Graph throttled this tenant: no request before this time, from either lane. */
    graphNotBefore: instant('graph_not_before'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('tenants_app_key_unique').on(t.appKey),
    unique('tenants_entra_unique').on(t.workspaceId, t.entraTenantId),
  ],
)

/** The run ledger: a run row is its own outbox and its own lane slot. Contract in docs/architecture.md. */
export const runs = pgTable(
  'runs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Null only for a record of the ledger's own upkeep. */
    tenantId: uuid('tenant_id').references((): AnyPgColumn => tenants.externalId),
    operation: text('operation').notNull(),
    /** `sync` or `interactive`: which queue the run travels on. Null: it travels on none. */
    lane: text('lane'),
    /** Two requests with one identity are the same request. */
    identity: text('identity').notNull(),
    input: jsonb('input').notNull().default({}),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    status: text('status').notNull().default('queued'),
    dueAt: instant('due_at').notNull().defaultNow(),
    /** Not null: the run holds its tenant's lane until it ends. */
    dispatchedAt: instant('dispatched_at'),
    /** Null while a message is owed. */
    sentAt: instant('sent_at'),
    /** The fence: only the newest attempt may write. */
    attempt: integer('attempt').notNull().default(0),
    failures: integer('failures').notNull().default(0),
    leaseUntil: instant('lease_until'),
    cancelRequestedAt: instant('cancel_requested_at'),
    progress: jsonb('progress').$type<RunProgress>(),
    counts: jsonb('counts').$type<RunCounts>(),
    error: jsonb('error').$type<SafeError>(),
    /** Sequence number of the message whose delivery failed the run. */
    failedBy: text('failed_by'),
    requestedBy: text('requested_by'),
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
    index('runs_by_identity').on(t.tenantId, t.identity, t.seq.desc()),
    index('runs_active')
      .on(t.tenantId, t.lane, t.seq)
      .where(sql`${t.status} in ('queued', 'running')`),
  ],
)

/** One policy (or one source) inside a run, with its own outcome. `item_key` = `source/graphId`, or `source` alone. */
export const runItems = pgTable(
  'run_items',
  {
    runId: uuid('run_id')
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
  (t) => [primaryKey({ columns: [t.runId, t.itemKey] })],
)

/** How far a tenant's source has been read; a withheld sweep waits here for the next full run to see the same. */
export const sourceStates = pgTable(
  'source_states',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    /** The last time the source was read to its end. */
    lastFullReadAt: instant('last_full_read_at'),
    /** Graph ids that were missing when the sweep was withheld. */
    withheld: jsonb('withheld').$type<string[]>().notNull().default([]),
    /** Since when the source could not be read to its end any more; null: the last run read it. Its rows are that old. */
    staleSince: instant('stale_since'),
    /** Why not: a code of the error registry. */
    staleCode: text('stale_code'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source] })],
)

/** Work the clock starts: one row per tenant and operation. */
export const schedules = pgTable(
  'schedules',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.externalId),
    operation: text('operation').notNull(),
    input: jsonb('input').notNull().default({}),
    everyMinutes: integer('every_minutes').notNull(),
    nextAt: instant('next_at').notNull().defaultNow(),
    enabled: boolean('enabled').notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.operation] })],
)

/** Names as far as an index goes: with tenant and id, four bytes a character, they stay below the 2,704 of an entry. */
export const policyNameKey = (t: { policyName: SQLWrapper }): SQL => sql`left(${t.policyName}, 200)`
export const settingNameKey = (t: { settingName: SQLWrapper }): SQL => sql`left(${t.settingName}, 400)`

/**
 * The tenant, so that the index in order has a condition of its own: PostgreSQL never intersects two indexes over the same
 * one (measured: 1.8 s → 0.4 s for a common word at the end of a large tenant).
 */
export const tenantInOrder = (t: { tenantId: SQLWrapper }): SQL => sql`(${t.tenantId} || '')`

interface SearchedColumns {
  policyName: SQLWrapper
  settingName: SQLWrapper
  category: SQLWrapper
  settingValue: SQLWrapper
}

/** What words are looked for in. They hold no white space, so none is found across the line ends. */
export const settingText = (t: SearchedColumns): SQL =>
  sql`lower(${t.policyName} || E'\\n' || ${t.settingName} || E'\\n' || coalesce(${t.category}, '') || E'\\n' || ${t.settingValue})`

/**
 * One searchable setting of one policy. The existing app owns this table; everything after `created_at` is ours and
 * nullable, so that the app's own statements go on working. `source is null` marks a row of the system this replaces.
 */
export const policySettings = pgTable(
  'policy_settings',
  {
    id: text('id')
      .primaryKey()
      .default(sql`gen_random_uuid()::text`),
    /** `tenants.app_key`. */
    tenantId: text('tenant_id').notNull(),
    graphPolicyId: text('graph_policy_id').notNull(),
    policyName: text('policy_name').notNull(),
    policyType: text('policy_type').notNull(),
    settingName: text('setting_name').notNull(),
    settingValue: text('setting_value').notNull(),
    settingValueType: text('setting_value_type').notNull(),
    lastSyncedAt: timestamp('last_synced_at').notNull(),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    source: text('source'),
    settingPath: text('setting_path'),
    rawValue: text('raw_value'),
    definitionId: text('definition_id'),
    category: text('category'),
    isDefault: boolean('is_default'),
    runId: uuid('run_id'),
    /** When the value at this path was last another one, or first seen. */
    changedAt: instant('changed_at'),
  },
  (t) => [
    unique('policy_settings_upsert_unique').on(t.tenantId, t.graphPolicyId, t.settingName),
    index('policy_settings_by_source').on(t.tenantId, t.source, t.graphPolicyId),
    index('policy_settings_in_order').on(tenantInOrder(t), policyNameKey(t), settingNameKey(t), t.id),
    index('policy_settings_changed').on(t.tenantId, t.changedAt),
    index('policy_settings_text').using('gin', t.tenantId, t.source, t.policyType, sql`${settingText(t)} gin_trgm_ops`),
  ],
)

/** A policy's name as far as its index goes. */
export const nameKey = (t: { name: SQLWrapper }): SQL => sql`left(${t.name}, 200)`

/** One policy as it was last read, also after it was removed from the tenant (`removed_at`: a tombstone, never a delete). */
export const policies = pgTable(
  'policies',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    /** The id as Graph gives it. */
    graphId: text('graph_id').notNull(),
    /** The id as `policy_settings.graph_policy_id` and the run's items have it. */
    graphPolicyId: text('graph_policy_id').notNull(),
    policyType: text('policy_type').notNull(),
    odataType: text('odata_type'),
    name: text('name').notNull(),
    description: text('description'),
    platforms: text('platforms'),
    technologies: text('technologies'),
    templateId: text('template_id'),
    templateFamily: text('template_family'),
    templateVersion: text('template_version'),
    scopeTagIds: jsonb('scope_tag_ids').$type<string[]>().notNull().default([]),
    /** Graph's own dates. */
    createdAt: instant('created_at'),
    modifiedAt: instant('modified_at'),
    /** SHA-256 over what was set, independent of order, dates and other volatile properties. */
    contentHash: text('content_hash').notNull(),
    /** SHA-256 over the assignments as last read. */
    assignmentsHash: text('assignments_hash'),
    /** `read`, or `unreadable`: the assignments in `policy_assignments` are of an earlier run. */
    assignmentsState: text('assignments_state').notNull(),
    /** The policy in one piece as Graph gave it, settings included: JSON, gzip. The only place that holds secret tokens. */
    raw: bytea('raw').notNull(),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    /** The last time the source's list held it. */
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    /** The last time it was read to its last setting. */
    lastFullReadAt: instant('last_full_read_at').notNull().defaultNow(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.source, t.graphId] }),
    index('policies_in_order').on(t.tenantId, nameKey(t), t.source, t.graphId),
  ],
)

/** Whom a policy is assigned to, as far as it could be read last. */
export const policyAssignments = pgTable(
  'policy_assignments',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    graphId: text('graph_id').notNull(),
    /** What tells one assignment of a policy from another: kind, group and intent. */
    assignmentKey: text('assignment_key').notNull(),
    /** `group`, `exclusion`, `allUsers`, `allDevices`; any other target by Graph's own name of it. */
    targetKind: text('target_kind').notNull(),
    groupId: text('group_id'),
    groupName: text('group_name'),
    filterId: text('filter_id'),
    filterName: text('filter_name'),
    /** `include` or `exclude`. */
    filterMode: text('filter_mode'),
    intent: text('intent'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source, t.graphId, t.assignmentKey] })],
)

/** Who reads a whole catalog of definitions at the moment: one at a time, over all instances. */
export const definitionCatalogs = pgTable('definition_catalogs', {
  catalog: text('catalog').primaryKey(),
  /** Until then the reader of the catalog is left alone. */
  readingUntil: instant('reading_until'),
  lastReadAt: instant('last_read_at'),
})

/** What the portal calls a setting: Graph's catalog, trimmed, shared by all tenants. Keyed by the lower-cased id. */
export const settingDefinitions = pgTable(
  'setting_definitions',
  {
    /** `configurationSettings`, `complianceSettings` or `settingDefinitions`: separate catalogs. */
    catalog: text('catalog').notNull(),
    idLower: text('id_lower').notNull(),
    /** Null: Graph does not know the id (remembered for a while). */
    definition: jsonb('definition'),
    fetchedAt: instant('fetched_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.catalog, t.idLower] })],
)

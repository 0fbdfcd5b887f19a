import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { GraphId, TenantId } from '../../shared/ids'
import { instant, bytea } from './columns'
import { tenants } from './tenants'

/** A policy's name as far as its index goes. */
export const nameKey = (t: { name: SQLWrapper }): SQL => sql`left(${t.name}, 200)`

/** One policy as it was last read, also after it was removed from the tenant (`removed_at`: a tombstone, never a delete). */
export const policies = pgTable(
  'policies',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    /** The id as Graph gives it. */
    graphId: text('graph_id').$type<GraphId>().notNull(),
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
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    graphId: text('graph_id').$type<GraphId>().notNull(),
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

/** How far a tenant's source has been read; a withheld sweep waits here for the next full run to see the same. */
export const sourceStates = pgTable(
  'source_states',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
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

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { check, index, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { GraphId, TenantId } from '../../shared/ids'
import { instant, bytea } from './columns'
import { ours } from './ours'
import { tenants } from './tenants'

/** The part of a policy's name that is indexed. */
export const nameKey = (t: { name: SQLWrapper }): SQL => sql`left(${t.name}, 200)`

/** One policy as last read. A policy that was removed from the tenant keeps its row, with `removed_at`. */
export const policies = ours.table(
  'policies',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    /** The id in Graph. */
    graphId: text('graph_id').$type<GraphId>().notNull(),
    /** The id in `policy_settings.graph_policy_id` and in the items of runs. */
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
    /** Dates from Graph. */
    createdAt: instant('created_at'),
    modifiedAt: instant('modified_at'),
    /** SHA-256 of the settings, independent of order, dates and other volatile properties. */
    contentHash: text('content_hash').notNull(),
    /** SHA-256 of the assignments as last read. */
    assignmentsHash: text('assignments_hash'),
    /** `read` or `unreadable`; if unreadable, `policy_assignments` holds those of an earlier run. */
    assignmentsState: text('assignments_state').notNull(),
    /** The whole policy from Graph with its settings, as gzipped JSON. The only place that stores secret tokens. */
    raw: bytea('raw').notNull(),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    /** When the source's list last contained it. */
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    /** When all of its settings were last read. */
    lastFullReadAt: instant('last_full_read_at').notNull().defaultNow(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.source, t.graphId] }),
    uniqueIndex('policies_one_per_stored_id').on(t.tenantId, t.graphPolicyId),
    index('policies_in_order').on(t.tenantId, nameKey(t), t.source, t.graphId),
    index('policies_removed')
      .on(t.removedAt)
      .where(sql`${t.removedAt} is not null`),
    check('policies_assignments_state_known', sql`${t.assignmentsState} in ('read', 'unreadable')`),
  ],
)

/** The assignments of a policy, as last read. */
export const policyAssignments = ours.table(
  'policy_assignments',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    graphId: text('graph_id').$type<GraphId>().notNull(),
    /** Unique in a policy: kind, group and intent. */
    assignmentKey: text('assignment_key').notNull(),
    /** `group`, `exclusion`, `allUsers`, `allDevices`, or Graph's name of any other target. */
    targetKind: text('target_kind').notNull(),
    groupId: text('group_id'),
    groupName: text('group_name'),
    filterId: text('filter_id'),
    filterName: text('filter_name'),
    /** `include` or `exclude`. */
    filterMode: text('filter_mode'),
    intent: text('intent'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.source, t.graphId, t.assignmentKey] }),
    check('policy_assignments_filter_mode_known', sql`${t.filterMode} in ('include', 'exclude')`),
  ],
)

/**
 * The state of a source of a tenant: its last full read, and a sweep that waits for the next full run to confirm it.
 */
export const sourceStates = ours.table(
  'source_states',
  {
    tenantId: uuid('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.externalId),
    source: text('source').notNull(),
    /** When all pages of the source were last read. */
    lastFullReadAt: instant('last_full_read_at'),
    /** Graph ids of the policies that a withheld sweep would have removed. */
    withheld: jsonb('withheld').$type<string[]>().notNull().default([]),
    /** Since when the source cannot be fully read, which is the age of its rows. Null: the last run read it. */
    staleSince: instant('stale_since'),
    /** Why it cannot be read: an error code. */
    staleCode: text('stale_code'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source] })],
)

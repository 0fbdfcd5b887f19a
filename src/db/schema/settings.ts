import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { boolean, index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { AppKey, RunId } from '../../shared/ids'
import { instant } from './columns'

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
    tenantId: text('tenant_id').$type<AppKey>().notNull(),
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
    runId: uuid('run_id').$type<RunId>(),
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

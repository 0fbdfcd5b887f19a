import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { boolean, index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { AppKey, RunId } from '../../shared/ids'
import { instant } from './columns'
import { ours } from './ours'

/** The indexed part of names: with tenant and id, at four bytes per character, it fits the 2,704 bytes of an entry. */
export const policyNameKey = (t: { policyName: SQLWrapper }): SQL => sql`left(${t.policyName}, 200)`

export const settingNameKey = (t: { settingName: SQLWrapper }): SQL => sql`left(${t.settingName}, 400)`

/**
 * The tenant as an expression of its own, used by the index in order. PostgreSQL does not combine two indexes for the
 * same condition (measured: 1.8 s → 0.4 s for a common word at the end of a large tenant).
 */
export const tenantInOrder = (t: { tenantId: SQLWrapper }): SQL => sql`(${t.tenantId} || '')`

interface SearchedColumns {
  policyName: SQLWrapper
  settingName: SQLWrapper
  category: SQLWrapper
  settingValue: SQLWrapper
}

/** The text that is searched. Search words contain no white space, so none matches across the line breaks. */
export const settingText = (t: SearchedColumns): SQL =>
  sql`lower(${t.policyName} || E'\\n' || ${t.settingName} || E'\\n' || coalesce(${t.category}, '') || E'\\n' || ${t.settingValue})`

const columns = () => ({
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
  /** When the value at this path last changed, or was first read. */
  changedAt: instant('changed_at'),
})

/** The rows that a request may read: a view that migrating makes (src/db/access). */
export const readableSettings = ours.view('readable_settings', columns()).existing()

/**
 * One searchable setting of one policy. The existing app owns this table; the columns after `created_at` are ours, and
 * nullable so that the app's statements still work. `source` is null in rows of the system that this one replaces.
 */
export const policySettings = pgTable('policy_settings', columns(), (t) => [
  unique('policy_settings_upsert_unique').on(t.tenantId, t.graphPolicyId, t.settingName),
  index('policy_settings_by_source').on(t.tenantId, t.source, t.graphPolicyId),
  index('policy_settings_in_order').on(tenantInOrder(t), policyNameKey(t), settingNameKey(t), t.id),
  index('policy_settings_changed').on(t.tenantId, t.changedAt),
  index('policy_settings_text').using('gin', t.tenantId, t.source, t.policyType, sql`${settingText(t)} gin_trgm_ops`),
])

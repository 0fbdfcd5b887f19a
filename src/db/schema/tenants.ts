import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { type AppKey, type EntraTenantId, type TenantId, toAppKey } from '../../shared/ids'
import { instant } from './columns'

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
    externalId: uuid('external_id').$type<TenantId>().primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** For Microsoft Graph only, never a public id. */
    entraTenantId: text('entra_tenant_id').$type<EntraTenantId>().notNull(),
    /** What the existing app calls `tenantId`; a trigger fills it with `external_id` when nothing else is given. */
    appKey: text('app_key').$type<AppKey>().notNull().default(toAppKey('')),
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

import { text, unique, uuid } from 'drizzle-orm/pg-core'
import { type AppKey, type EntraTenantId, type TenantId, toAppKey } from '../../shared/ids'
import { instant } from './columns'
import { ours } from './ours'

/** A customer, or a managed service provider. */
export const workspaces = ours.table('workspaces', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** One Entra tenant in a workspace. Its row is locked by every transaction that takes or frees a lane of the tenant. */
export const tenants = ours.table(
  'tenants',
  {
    /** UUID v4: the tenant's id in URLs and tables. */
    externalId: uuid('external_id').$type<TenantId>().primaryKey().defaultRandom(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** For Microsoft Graph only, never a public id. */
    entraTenantId: text('entra_tenant_id').$type<EntraTenantId>().notNull(),
    /** The `tenantId` of the existing app. A trigger sets it to `external_id` when it is empty. */
    appKey: text('app_key').$type<AppKey>().notNull().default(toAppKey('')),
    displayName: text('display_name').notNull(),
    /** Until when Microsoft Graph throttles this tenant: no run of either lane sends requests before. */
    graphNotBefore: instant('graph_not_before'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('tenants_app_key_unique').on(t.appKey),
    unique('tenants_entra_unique').on(t.workspaceId, t.entraTenantId),
  ],
)

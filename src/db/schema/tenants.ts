import { sql } from 'drizzle-orm'
import { check, text, unique, uuid } from 'drizzle-orm/pg-core'
import { type AppKey, type EntraTenantId, type TenantId, toAppKey } from '../../shared/ids'
import { instant } from './columns'
import { ours } from './ours'

/** A customer, or a managed service provider. */
export const workspaces = ours.table('workspaces', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** `paused`: nothing is started. `removed`: nobody sees it, and it is purged later. */
export type TenantStatus = 'pending' | 'active' | 'paused' | 'removed'

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
    /** `pending`: its own administrator has not signed in yet, so no run and no token for Graph. */
    status: text('status').$type<TenantStatus>().notNull().default('pending'),
    /** Until when Microsoft Graph throttles this tenant: no run of either lane sends requests before. */
    graphNotBefore: instant('graph_not_before'),
    createdAt: instant('created_at').notNull().defaultNow(),
    activatedAt: instant('activated_at'),
    removedAt: instant('removed_at'),
  },
  (t) => [
    // nobody gets past the sign-in of the tenant's administrator by another way to a state
    check('tenants_activated', sql`${t.status} not in ('active', 'paused') or ${t.activatedAt} is not null`),
    check('tenants_status_known', sql`${t.status} in ('pending', 'active', 'paused', 'removed')`),
    unique('tenants_app_key_unique').on(t.appKey),
    unique('tenants_entra_unique').on(t.workspaceId, t.entraTenantId),
  ],
)

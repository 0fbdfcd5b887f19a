import { sql } from 'drizzle-orm'
import type { TenantStatus } from '../db/schema/tenants'
import { utcText } from '../db/sql'

/** A tenant as answers show it. Times are ISO 8601 in UTC. */
export interface TenantView {
  /** `external_id`. */
  tenantId: string
  /** What the existing app calls it. */
  appKey: string
  workspaceId: string
  entraTenantId: string
  name: string
  status: TenantStatus
  createdAt: string
  activatedAt: string | null
}

/** The columns of a `TenantView`, of `tenants` alone. */
export const tenantView = sql`external_id as "tenantId", app_key as "appKey", workspace_id as "workspaceId",
  entra_tenant_id as "entraTenantId", display_name as name, status,
  ${utcText(sql`created_at`)} as "createdAt", ${utcText(sql`activated_at`)} as "activatedAt"`

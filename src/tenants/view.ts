import { type SQL, sql } from 'drizzle-orm'
import type { TenantStatus } from '../db/schema/tenants'

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

const utc = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The columns of a `TenantView`, of `tenants` alone. */
export const tenantView = sql`external_id as "tenantId", app_key as "appKey", workspace_id as "workspaceId",
  entra_tenant_id as "entraTenantId", display_name as name, status,
  ${utc(sql`created_at`)} as "createdAt", ${utc(sql`activated_at`)} as "activatedAt"`

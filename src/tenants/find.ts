import type { TenantId, AppKey, EntraTenantId } from '../shared/ids'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { inMs } from '../db/sql'
import { tenants, type TenantStatus } from '../db/schema/tenants'

/** A tenant with the ids that the ledger, the app and Graph use. */
export interface Tenant {
  externalId: TenantId
  workspaceId: string
  entraTenantId: EntraTenantId
  appKey: AppKey
  status: TenantStatus
  /** Milliseconds until Graph accepts requests again; ≤ 0: now. */
  graphWaitMs: number
}

const tenantColumns = {
  externalId: tenants.externalId,
  workspaceId: tenants.workspaceId,
  entraTenantId: tenants.entraTenantId,
  appKey: tenants.appKey,
  status: tenants.status,
  graphWaitMs: sql<number>`coalesce(${inMs(sql`${tenants.graphNotBefore} - clock_timestamp()`)}, 0)`,
}

/** Reads the tenant of a run. */
export async function readTenant(db: Db, externalId: TenantId): Promise<Tenant | undefined> {
  const [row] = await db.select(tenantColumns).from(tenants).where(eq(tenants.externalId, externalId))
  return row
}

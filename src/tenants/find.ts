import type { TenantId, AppKey, EntraTenantId } from '../shared/ids'
import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { tenants } from '../db/schema/tenants'
import { AppError } from '../shared/errors'

/** A tenant as the ledger and Graph know it. */
export interface Tenant {
  externalId: TenantId
  workspaceId: string
  entraTenantId: EntraTenantId
  appKey: AppKey
  /** How long Graph asked to be left alone, milliseconds from now; ≤ 0: not at all. */
  graphWaitMs: number
}

const tenantColumns = {
  externalId: tenants.externalId,
  workspaceId: tenants.workspaceId,
  entraTenantId: tenants.entraTenantId,
  appKey: tenants.appKey,
  graphWaitMs: sql<number>`coalesce((extract(epoch from ${tenants.graphNotBefore} - clock_timestamp()) * 1000)::float8, 0)`,
}

/** The tenant of a run. */
export async function readTenant(db: Db, externalId: TenantId): Promise<Tenant | undefined> {
  const [row] = await db.select(tenantColumns).from(tenants).where(eq(tenants.externalId, externalId))
  return row
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A UUID may be both; anything else can only be the app's key. Two index look-ups, no scan. */
export const matchesTenant = (idOrKey: string): SQL =>
  uuid.test(idOrKey)
    ? sql`(${tenants.externalId} = ${idOrKey}::uuid or ${tenants.appKey} = ${idOrKey})`
    : sql`${tenants.appKey} = ${idOrKey}`

/** Where the id of one tenant is the key of another, the id wins. */
export const matchesExternalId = (idOrKey: string): SQL => sql`${tenants.externalId}::text = lower(${idOrKey})`

/** The tenant that a route names by its `external_id` or by the app's key. */
async function findTenant(db: Db, idOrKey: string): Promise<Tenant | undefined> {
  const [row] = await db
    .select(tenantColumns)
    .from(tenants)
    .where(matchesTenant(idOrKey))
    .orderBy(sql`${matchesExternalId(idOrKey)} desc`)
    .limit(1)
  return row
}

/** The tenant that a route names. Throws `tenant.unknown`. */
export async function requireTenant(db: Db, tenantKey: string): Promise<Tenant> {
  const tenant = await findTenant(db, tenantKey)
  if (!tenant) throw new AppError('tenant.unknown')
  return tenant
}

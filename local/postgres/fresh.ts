import {
  type AppKey,
  type EntraTenantId,
  type TenantId,
  toAppKey,
  toEntraTenantId,
  toTenantId,
} from '../../src/shared/ids'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { isLocal } from '../../src/shared/local-address'
import { openDatabase, type Db } from '../../src/db/database'
import { explained } from '../../src/db/migration-errors'
import { migrate } from '../../src/db/migrate'
import { workspaces, tenants } from '../../src/db/schema/tenants'
import { grantDemoCallers } from './demo-access'

/** The tenant that `seed` created. */
export interface SeededTenant {
  workspaceId: string
  externalId: TenantId
  entraTenantId: EntraTenantId
  appKey: AppKey
}

/** The Entra id of the stack's simulated tenant. */
export const seedEntraTenantId = '11111111-2222-4333-8444-555555555555'

/** Drops, creates, migrates and seeds the database with this tenant. Throws when the database is not on this machine. */
export async function recreateDatabase(url: string, tenant = newTenant()): Promise<SeededTenant> {
  if (!isLocal(url))
    throw new Error('db:fresh drops the database and therefore only works on this machine (localhost).')
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const admin = postgres(maintenance.href, { max: 1, onnotice: () => {} })
  try {
    await admin`drop database if exists ${admin(name)} with (force)`
    await admin`create database ${admin(name)}`
  } catch (error) {
    throw explained(error, url)
  } finally {
    await admin.end({ timeout: 5 })
  }
  return migrateAndInsert(url, tenant)
}

/**
 * Lists the tables that this project did not make, of a database that may not exist. `policy_settings` is the app's as
 * long as nothing else of ours is there.
 */
export async function foreignTables(url: string): Promise<string[]> {
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  try {
    const rows = await sql`
      select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema', 'tenantpilot') and table_type <> 'VIEW'
        and not (table_name = 'policy_settings' and to_regnamespace('tenantpilot') is not null) order by 1`
    return rows.map((row) => String(row.name))
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return []
    throw explained(error, url)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Brings a database to this version and makes sure of its first tenant. Idempotent. */
export const migrateAndSeed = (url: string, entraTenantId: string): Promise<SeededTenant> =>
  migrateAndInsert(url, newTenant(entraTenantId))

async function migrateAndInsert(url: string, tenant: SeededTenant): Promise<SeededTenant> {
  await migrate(url)
  const { db, close } = openDatabase(url)
  try {
    return await insertTenant(db, tenant)
  } finally {
    await close()
  }
}

/** Creates a workspace and one tenant. Idempotent. */
export const seed = (db: Db, entraTenantId: string): Promise<SeededTenant> => insertTenant(db, newTenant(entraTenantId))

/** Makes the ids of a tenant; its public id differs from its Entra id. */
export function newTenant(entraTenantId = seedEntraTenantId): SeededTenant {
  const externalId = toTenantId(randomUUID())
  const ids = { entraTenantId: toEntraTenantId(entraTenantId), externalId, appKey: toAppKey(externalId) }
  return { workspaceId: randomUUID(), ...ids }
}

/** Inserts a tenant and its workspace. Returns the stored one when there is one of the same Entra tenant. */
async function insertTenant(db: Db, tenant: SeededTenant): Promise<SeededTenant> {
  const [known] = await db
    .select()
    .from(tenants)
    .where(sql`${tenants.entraTenantId} = ${tenant.entraTenantId}`)
    .limit(1)
  if (known) return known
  await db.transaction(async (tx) => {
    await tx.insert(workspaces).values({ id: tenant.workspaceId, name: 'Default workspace' })
    const active = { status: 'active', activatedAt: new Date() } as const
    await tx.insert(tenants).values({ ...tenant, ...active, displayName: 'Contoso (local)' })
    await grantDemoCallers(tx, tenant.workspaceId)
  })
  return tenant
}

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
import { connectionOptions, isLocal } from '../../src/db/connection'
import { openDatabase, type Db } from '../../src/db/database'
import { explained } from '../../src/db/migration-errors'
import { migrate } from '../../src/db/migrate'
import { workspaces, tenants } from '../../src/db/schema/tenants'

/** The tenant that `seed` created. */
export interface SeededTenant {
  workspaceId: string
  externalId: TenantId
  entraTenantId: EntraTenantId
  appKey: AppKey
}

/** The Entra id of the stack's simulated tenant. */
export const seedEntraTenantId = '11111111-2222-4333-8444-555555555555'

/** Drops, creates, migrates and seeds the database. Throws when the database is not on this machine. */
export async function recreateDatabase(url: string, entraTenantId = seedEntraTenantId): Promise<SeededTenant> {
  if (!isLocal(url))
    throw new Error('db:fresh drops the database and therefore only works on this machine (localhost).')
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const admin = postgres(maintenance.href, { max: 1, onnotice: () => {} })
  try {
    await admin`drop database if exists ${admin(name)} with (force)`
    await admin`create database ${admin(name)}`
  } finally {
    await admin.end()
  }
  return migrateAndSeed(url, entraTenantId)
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
    await sql.end()
  }
}

/** Brings a database to this version and makes sure of its first tenant. Idempotent. */
export async function migrateAndSeed(url: string, entraTenantId: string): Promise<SeededTenant> {
  await migrate(url)
  const { db, close } = openDatabase(url)
  try {
    return await seed(db, entraTenantId)
  } finally {
    await close()
  }
}

/** Creates a workspace and one tenant; its public id differs from its Entra id. Idempotent. */
export async function seed(db: Db, entraTenantId: string): Promise<SeededTenant> {
  const [known] = await db
    .select()
    .from(tenants)
    .where(sql`${tenants.entraTenantId} = ${entraTenantId}`)
    .limit(1)
  if (known) return known
  const workspaceId = randomUUID()
  const externalId = toTenantId(randomUUID())
  const tenant = {
    workspaceId,
    externalId,
    entraTenantId: toEntraTenantId(entraTenantId),
    appKey: toAppKey(externalId),
  }
  await db.transaction(async (tx) => {
    await tx.insert(workspaces).values({ id: workspaceId, name: 'Default workspace' })
    await tx.insert(tenants).values({ ...tenant, displayName: 'Contoso (local)' })
  })
  return tenant
}

import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { isLocal, openDatabase, type Db } from '../../src/db/database'
import { migrate } from '../../src/db/migrate'
import { tenants, workspaces } from '../../src/db/schema'

/** The tenant that `seed` created. */
export interface SeededTenant {
  workspaceId: string
  externalId: string
  entraTenantId: string
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

/** Applies all migrations and creates the first tenant if it is missing. Idempotent. */
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
  if (known) return { workspaceId: known.workspaceId, externalId: known.externalId, entraTenantId }
  const workspaceId = randomUUID()
  const externalId = randomUUID()
  await db.transaction(async (tx) => {
    await tx.insert(workspaces).values({ id: workspaceId, name: 'Default workspace' })
    await tx.insert(tenants).values({ externalId, workspaceId, entraTenantId, displayName: 'Contoso (local)' })
  })
  return { workspaceId, externalId, entraTenantId }
}

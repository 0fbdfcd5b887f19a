import { toAppKey, toEntraTenantId, toTenantId } from '../../src/shared/ids'
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { type Db, openDatabase } from '../../src/db/database'
import { type SeededTenant, seed } from '../../local/postgres/fresh'

export interface TestDatabase {
  url: string
  db: Db
  /** Plain SQL, independent of the code under test. */
  sql: postgres.Sql
  tenant: SeededTenant
  close(): Promise<void>
}

/** A database that is a copy of another one. */
export interface CopiedDatabase {
  name: string
  url: string
  drop(): Promise<void>
}

/** Copies a database; without a template that of the migrated schema. Nobody may be connected to the template. */
export async function copyDatabase(
  template = 'tenantpilot',
  server = process.env.TEST_POSTGRES_URL!,
): Promise<CopiedDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = postgres(databaseUrl(server, 'postgres'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${template}`)
  return {
    name,
    url: databaseUrl(server, name),
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/**
 * Creates a migrated database with one tenant. `empty`: without any table. `server`: replaces the shared server, for
 * tests that stop it.
 */
export async function createTestDatabase({
  empty = false,
  poolSize = 6,
  server = process.env.TEST_POSTGRES_URL!,
} = {}): Promise<TestDatabase> {
  const { url, drop } = await copyDatabase(empty ? 'template0' : 'tenantpilot', server)
  const { db, close } = openDatabase(url, { poolSize })
  const sql = postgres(url, { ...connectionOptions(url), max: 4 })
  const tenant = empty ? noTenant : await seed(db, randomUUID())
  return {
    url,
    db,
    sql,
    tenant,
    async close() {
      await Promise.all([close(), sql.end()])
      await drop()
    },
  }
}

const noTenant: SeededTenant = {
  workspaceId: '',
  externalId: toTenantId(''),
  entraTenantId: toEntraTenantId(''),
  appKey: toAppKey(''),
}

/** Adds a tenant to the same workspace. */
export async function addTenant({ sql, tenant }: TestDatabase): Promise<SeededTenant> {
  const [row] = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name)
    values (${tenant.workspaceId}, ${randomUUID()}, 'Fabrikam') returning external_id as "externalId", entra_tenant_id as "entraTenantId", app_key as "appKey"`
  return { ...(row as SeededTenant), workspaceId: tenant.workspaceId }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

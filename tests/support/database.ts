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

/**
 * Creates a migrated database with one tenant. `empty`: without any table. `server`: replaces the shared server, for
 * tests that stop it.
 */
export async function createTestDatabase({
  empty = false,
  poolSize = 6,
  server = process.env.TEST_POSTGRES_URL!,
} = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = postgres(databaseUrl(server, 'postgres'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${empty ? 'template0' : 'tenantpilot'}`)
  const url = databaseUrl(server, name)
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
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
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

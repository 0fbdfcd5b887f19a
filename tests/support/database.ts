import { toAppKey, toEntraTenantId, toTenantId } from '../../src/shared/ids'
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { createEnter, type Enter } from '../../src/access/enter'
import { connectionOptions } from '../../src/db/connection'
import { type Db, openDatabase } from '../../src/db/database'
import { type SeededTenant, seed } from '../../local/postgres/fresh'
import { createStartAtOnce, type StartAtOnce } from '../../src/runs/api/start-at-once'
import { systemClock } from '../../src/shared/clock'
import { postgresCode } from '../../src/db/postgres-code'
import { copyDatabase } from './copy-database'
import { giveBack, rememberSchema, takeDatabase } from './reused-databases'

export interface TestDatabase {
  url: string
  db: Db
  /** Plain SQL, independent of the code under test. */
  sql: postgres.Sql
  /** The entrance of requests, as the role of the API. */
  enter: Enter
  startAtOnce: StartAtOnce
  tenant: SeededTenant
  close(): Promise<void>
}

/**
 * Creates a migrated database with one tenant, or takes one that an earlier test of this file has left. `empty`: without any
 * table. `server`: replaces the shared server, for tests that stop it.
 */
export async function createTestDatabase({
  empty = false,
  poolSize = 6,
  server = process.env.TEST_POSTGRES_URL!,
} = {}): Promise<TestDatabase> {
  const isReused = !empty && server === process.env.TEST_POSTGRES_URL
  const database = isReused ? await takeDatabase() : await copyDatabase(empty ? 'template0' : undefined, server)
  const { url } = database
  const { db, close } = openDatabase(url, { poolSize })
  const asApi = openDatabase(url, { poolSize: 2, role: 'api' })
  const sql = postgres(url, { ...connectionOptions(url), max: 4 })
  if (isReused) await rememberSchema(sql)
  const entraTenantId = randomUUID()
  const tenant = empty ? noTenant : await patiently(() => seed(db, entraTenantId))
  return {
    url,
    db,
    sql,
    enter: createEnter(asApi.db),
    startAtOnce: createStartAtOnce(asApi.db, systemClock, 2),
    tenant,
    async close() {
      await Promise.all([close(), asApi.close(), sql.end()])
      if (isReused) await giveBack(database)
      else await database.drop()
    },
  }
}

/** Does it again while a busy machine takes longer to connect than the app waits. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (postgresCode(error) !== 'CONNECT_TIMEOUT') throw error
    }
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
  const [row] = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    values (${tenant.workspaceId}, ${randomUUID()}, 'Fabrikam', 'active') returning external_id as "externalId", entra_tenant_id as "entraTenantId", app_key as "appKey"`
  return { ...(row as SeededTenant), workspaceId: tenant.workspaceId }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { isLocal, type Db } from './database'

/**
 * Key of the advisory lock that makes deployments migrate one after the other. Any number that only this project uses.
 */
const migrationLockId = 7_265_203

/**
 * Migrates a database to this version. Run it as a separate deployment step, not at function start, where many
 * instances start at once. Also works on the existing app's database: adds what is missing, and removes nothing. Throws
 * before the first change when the database contains something incompatible, or an extension cannot be created.
 */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, ssl: isLocal(url) ? false : 'verify-full', onnotice: () => {} })
  const db = drizzle(client) as unknown as Db
  try {
    await db.execute(sql`select pg_advisory_lock(${migrationLockId})`)
    await checkCompatible(db)
    await createExtensions(db)
    await applyMigrations(db, { migrationsFolder: migrationsFolder() })
  } finally {
    await client.end()
  }
}

/** The folder beside this source file; the compiled file uses that of the sources. */
function migrationsFolder(): string {
  const beside = join(__dirname, 'migrations')
  return existsSync(join(beside, '0000_init.sql'))
    ? beside
    : join(__dirname, '..', '..', '..', 'src', 'db', 'migrations')
}

const ourColumns = [
  'id tenant_id graph_policy_id policy_name policy_type setting_name setting_value setting_value_type',
  'last_synced_at created_at source setting_path raw_value definition_id category is_default run_id changed_at',
].flatMap((names) => names.split(' '))

/** The tables that the first migration creates. */
const ourTables = [
  'workspaces tenants runs run_items source_states schedules setting_definitions',
  'policies policy_assignments definition_catalogs',
].flatMap((names) => names.split(' '))

/** Throws for tables of other software with our names, and for unknown required columns of `policy_settings`. */
async function checkCompatible(db: Db): Promise<void> {
  const [journal] = await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations') as found`)
  const [{ applied } = { applied: 0 }] = journal?.found
    ? await db.execute(sql`select count(*)::int as applied from drizzle.__drizzle_migrations`)
    : []
  if (Number(applied) === 0) {
    const foreign = await db.execute(
      sql`select table_name from information_schema.tables where table_schema = 'public'
          and table_name in ${ourTables} order by 1`,
    )
    if (foreign.length > 0)
      throw new Error(
        `The database already has tables with our names that are not ours: ${foreign.map((r) => String(r.table_name)).join(', ')}. ` +
          'Rename them, or use another database for TenantPilot Functions.',
      )
  }
  const unknown = await db.execute(
    sql`select column_name from information_schema.columns where table_schema = 'public'
        and table_name = 'policy_settings' and is_nullable = 'NO' and column_default is null
        and is_identity = 'NO' and is_generated = 'NEVER' and column_name not in ${ourColumns} order by 1`,
  )
  if (unknown.length > 0)
    throw new Error(
      `policy_settings has required columns without a default that TenantPilot Functions does not fill: ${unknown.map((r) => String(r.column_name)).join(', ')}. ` +
        'Give each a default or make it nullable, then migrate again.',
    )
}

/** Needed by search: `pg_trgm` finds parts of words, `btree_gin` puts the tenant into the same index. */
const extensions = ['pg_trgm', 'btree_gin']

/** Creates the extensions that are missing. Throws with what an administrator must do. */
async function createExtensions(db: Db): Promise<void> {
  for (const name of extensions) {
    await db.execute(sql.raw(`create extension if not exists ${name}`)).catch((error: Error) => {
      throw new Error(
        `The PostgreSQL extension ${name} is needed and could not be created (${String((error.cause as Error | undefined)?.message)}). ` +
          `On Azure Database for PostgreSQL, add ${extensions.join(' and ')} to the server parameter azure.extensions, then ` +
          `migrate again. Elsewhere, ask an administrator to run "create extension ${name}" in this database.`,
        { cause: error },
      )
    })
  }
}

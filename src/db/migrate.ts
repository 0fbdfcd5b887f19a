import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { isLocal, type Db } from './database'

/** Any number that only this project uses: two deployments migrate one after the other. */
const migrationLock = 7_265_203

/**
 * Brings a database to this version, as a step of its own (never at function start: many instances start at once).
 * Also works on the existing app's database: adds what is missing, takes nothing away. Throws before the first change
 * when that database holds something that would not fit.
 */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, ssl: isLocal(url) ? false : 'verify-full', onnotice: () => {} })
  const db = drizzle(client) as unknown as Db
  try {
    await db.execute(sql`select pg_advisory_lock(${migrationLock})`)
    await refuseWhatDoesNotFit(db)
    await needExtensions(db)
    await applyMigrations(db, { migrationsFolder: migrationsFolder() })
  } finally {
    await client.end()
  }
}

/** Beside this file in the sources; the compiled file finds the sources' copy. */
function migrationsFolder(): string {
  const beside = join(__dirname, 'migrations')
  return existsSync(beside) ? beside : join(__dirname, '..', '..', '..', 'src', 'db', 'migrations')
}

const ourColumns = [
  'id tenant_id graph_policy_id policy_name policy_type setting_name setting_value setting_value_type',
  'last_synced_at created_at source setting_path raw_value definition_id category is_default run_id changed_at',
].flatMap((names) => names.split(' '))

/** The tables that the first migration makes. */
const ourTables = [
  'workspaces tenants runs run_items source_states schedules setting_definitions',
  'policies policy_assignments definition_catalogs',
].flatMap((names) => names.split(' '))

async function refuseWhatDoesNotFit(db: Db): Promise<void> {
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
        `The database already has tables of these names that are not ours: ${foreign.map((r) => String(r.table_name)).join(', ')}. ` +
          'Rename them, or give TenantPilot Functions a database of its own.',
      )
  }
  const unknown = await db.execute(
    sql`select column_name from information_schema.columns where table_schema = 'public'
        and table_name = 'policy_settings' and is_nullable = 'NO' and column_default is null
        and is_identity = 'NO' and is_generated = 'NEVER' and column_name not in ${ourColumns} order by 1`,
  )
  if (unknown.length > 0)
    throw new Error(
      `policy_settings has columns that must be filled and that we do not know: ${unknown.map((r) => String(r.column_name)).join(', ')}. ` +
        'Give each a default, or allow null, then migrate again.',
    )
}

/** Search needs both: `pg_trgm` finds parts of words, `btree_gin` keeps tenants apart in the same index. */
const extensions = ['pg_trgm', 'btree_gin']

async function needExtensions(db: Db): Promise<void> {
  for (const name of extensions) {
    await db.execute(sql.raw(`create extension if not exists ${name}`)).catch((error: Error) => {
      throw new Error(
        `The PostgreSQL extension ${name} is needed and could not be created (${String((error.cause as Error | undefined)?.message)}). ` +
          `Azure Database for PostgreSQL: add ${extensions.join(' and ')} to the server parameter azure.extensions, then ` +
          `migrate again. Elsewhere: have an administrator run "create extension ${name}" in this database.`,
        { cause: error },
      )
    })
  }
}

import { getTableName } from 'drizzle-orm'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { ourTables, settings } from '../../src/db/tables'
import { type CopiedDatabase, copyDatabase } from './copy-database'

/** Databases of this test file that no test uses now, without rows. */
const free: CopiedDatabase[] = []
/** No test follows; what is given back now, by a later `afterAll`, serves nobody. */
let isOver = false
afterAll(async () => {
  isOver = true
  await Promise.all(free.splice(0).map((database) => database.drop()))
})

/** The schema of every new copy. */
let pristine: string | undefined

/** Takes a migrated database without rows: one that an earlier test of this file has left, else a copy of the template. */
export async function takeDatabase(): Promise<CopiedDatabase> {
  return free.pop() ?? copyDatabase()
}

/** Remembers how the schema looks before a test changes it. */
export async function rememberSchema(sql: postgres.Sql): Promise<void> {
  pristine ??= await describeSchema(sql)
}

/**
 * Gives a database back at the end of a test. Without its rows it serves the next one, which takes a quarter of the time of
 * a copy; it is dropped when a test has changed its schema.
 */
export async function giveBack(database: CopiedDatabase): Promise<void> {
  const sql = postgres(database.url, { ...connectionOptions(database.url), max: 1 })
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  const isUnchanged = (await describeSchema(sql)) === pristine
  // as a replica, because a trigger refuses to empty the audit log
  if (isUnchanged && !isOver)
    await sql.unsafe(`set session_replication_role = replica;
      truncate ${[...ourTables.map(getTableName), settings.name].join(', ')} cascade`)
  await sql.end()
  if (isUnchanged && !isOver) free.push(database)
  else await database.drop()
}

/** Everything that a test can change of a schema, as a hash. */
async function describeSchema(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`
    with own as (select oid from pg_namespace where nspname !~ '^(pg_|information_schema)'),
    parts as (
      select concat_ws(' ', 'n', oid, nspname, nspacl) as part from pg_namespace where oid in (select oid from own)
      union all select concat_ws(' ', 'c', oid, relname, relnatts, relacl, reloptions)
        from pg_class where relnamespace in (select oid from own)
      union all select concat_ws(' ', 'a', attrelid, attname, atttypid, attnotnull, attacl) from pg_attribute
        where attnum > 0 and attrelid in (select oid from pg_class where relnamespace in (select oid from own))
      union all select concat_ws(' ', 't', oid, tgenabled) from pg_trigger
      union all select concat_ws(' ', 'y', oid, polname) from pg_policy
      union all select concat_ws(' ', 'k', oid, conname, convalidated) from pg_constraint where connamespace in (select oid from own)
      union all select concat_ws(' ', 'p', oid, md5(prosrc), proacl) from pg_proc where pronamespace in (select oid from own)
      union all select concat_ws(' ', 's', setrole, setconfig) from pg_db_role_setting s
        join pg_database d on d.oid = s.setdatabase where d.datname = current_database())
    select md5(string_agg(part, ',' order by part)) as hash from parts`
  return String(row!.hash)
}

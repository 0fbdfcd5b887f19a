import { is, SQL, sql } from 'drizzle-orm'
import type { IndexedColumn } from 'drizzle-orm/pg-core'
import { followAppKey } from './app-key-trigger'
import type { Db } from './database'
import { asRole } from './owner'
import { buildIndex, hasUniqueIndex } from './settings-index'
import { retryLocks, type Wait } from './short-locks'
import { settings, upsertColumns } from './tables'

/**
 * Makes `policy_settings`, or adds to the app's own what it lacks. Not a migration in the journal, because the app uses
 * the table meanwhile: each step is short or runs beside readers and writers, and a broken-off one is done again.
 * The table of another role is changed by the login, which must be its member; what is ours is made as `owner`.
 */
export async function bringSettingsTable(db: Db, schema: string, owner: string, wait: Wait): Promise<void> {
  const table = sql`${sql.identifier(schema)}.${sql.identifier(settings.name)}`
  const alter: Alter = (change) =>
    retryLocks(wait, () => db.execute(sql`alter table ${table} ${change}`), settings.name)
  if (!(await isThere(db, schema)))
    await asRole(db, owner, () => db.execute(sql`create table ${table} (${list(settings.columns.map(definitionOf))})`))
  await addColumns(db, schema, alter)
  await setFillFactor(db, schema, alter)
  await asRole(db, owner, () => followAppKey(db, schema, wait))
  // waiting to build an index makes nobody else wait, so it may take long; sorting in memory is faster
  await db.execute(
    sql`select set_config('lock_timeout', '0', false), set_config('maintenance_work_mem', '256MB', false)`,
  )
  await addIndexes(db, schema, wait)
}

/** Asked first, because "if not exists" needs the right to make one all the same. */
async function isThere(db: Db, schema: string): Promise<boolean> {
  const [found] = await db.execute(sql`
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${settings.name}`)
  return found !== undefined
}

type Alter = (change: SQL) => Promise<void>
type Column = (typeof settings.columns)[number]

const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `)

function definitionOf(column: Column): SQL {
  const parts = [sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`]
  if (column.default !== undefined) parts.push(sql`default ${column.default}`)
  if (column.primary) parts.push(sql`primary key`)
  else if (column.notNull) parts.push(sql`not null`)
  return sql.join(parts, sql` `)
}

/** Adds missing columns, and defaults where there is none. Both change only the catalog, no row. */
async function addColumns(db: Db, schema: string, alter: Alter): Promise<void> {
  const rows = await db.execute(sql`select column_name as name, column_default is not null as filled
    from information_schema.columns where table_schema = ${schema} and table_name = ${settings.name}`)
  const filled = new Map(rows.map((row) => [String(row.name), row.filled === true]))
  const changes = settings.columns.flatMap((column) => {
    if (!filled.has(column.name)) return [sql`add column ${definitionOf(column)}`]
    if (column.default === undefined || filled.get(column.name)) return []
    return [sql`alter column ${sql.identifier(column.name)} set default ${column.default}`]
  })
  if (changes.length > 0) await alter(list(changes))
}

/**
 * Leaves half of each page for the next sync, which writes every row anew: a row that stays on its page costs no index
 * entry. One that the app has set is kept.
 */
async function setFillFactor(db: Db, schema: string, alter: Alter): Promise<void> {
  const [chosen] = await db.execute(sql`
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${settings.name} and array_to_string(c.reloptions, ',') like '%fillfactor%'`)
  if (!chosen) await alter(sql`set (fillfactor = 50)`)
}

async function addIndexes(db: Db, schema: string, wait: Wait): Promise<void> {
  if (!(await hasUniqueIndex(db, schema))) {
    const parts = list(upsertColumns.map((name) => sql`${sql.identifier(name)}`))
    const name = settings.uniqueConstraints[0]!.name!
    await buildIndex(db, schema, wait, { name, unique: true, method: 'btree', parts })
  }
  for (const { config } of settings.indexes) {
    const parts = config.columns.map((part) =>
      is(part, SQL) ? part : sql`${sql.identifier((part as IndexedColumn).name!)}`,
    )
    await buildIndex(db, schema, wait, { name: config.name!, method: config.method ?? 'btree', parts: list(parts) })
  }
}

import { sql } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import type { Db } from './database'
import { ours } from './schema/ours'
import { hasUniqueIndex } from './settings-index'
import { ourTables, settings } from './tables'

/** Made by hand in the migrations: the schema cannot say them. */
const triggers = ['tenants_fill_app_key', 'tenants_move_settings']

/** Throws with the names of what should be there after a migration and is not. */
export async function checkComplete(db: Db, settingsSchema: string): Promise<void> {
  const present = await readPresent(db, settingsSchema)
  const expected = [
    ...ourTables.map(getTableConfig).flatMap((table) => expectedOf(ours.schemaName, table)),
    ...expectedOf(settingsSchema, settings),
    ...triggers.map((name) => `${ours.schemaName} ${name}`),
  ]
  const missing = expected.filter((name) => !present.has(name)).map((name) => name.split(' ')[1]!)
  if (!(await hasUniqueIndex(db, settingsSchema))) missing.push(settings.uniqueConstraints[0]!.name!)
  if (missing.length > 0)
    throw new Error(
      `The database has all migrations, yet these are missing or invalid: ${missing.sort(columnsFirst).join(', ')}. ` +
        'Somebody removed them: restore them from src/db/schema, or use a new database.',
    )
}

const columnsFirst = (a: string, b: string) => Number(b.includes('.')) - Number(a.includes('.'))

type Table = typeof settings

/** Columns, indexes and checks, each with its schema before it. */
const expectedOf = (schema: string, { name, columns, indexes, checks }: Table): string[] =>
  [
    ...columns.map((column) => `${name}.${column.name}`),
    ...indexes.map(({ config }) => config.name!),
    ...checks.map((check) => check.name),
  ].map((each) => `${schema} ${each}`)

async function readPresent(db: Db, settingsSchema: string): Promise<Set<string>> {
  const schemas = sql`n.nspname in (${ours.schemaName}, ${settingsSchema})`
  const rows = await db.execute(sql`
    select n.nspname || ' ' || c.relname || '.' || a.attname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where ${schemas} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
    union all select n.nspname || ' ' || c.relname
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where ${schemas} and i.indisvalid
    union all select n.nspname || ' ' || k.conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      where ${schemas}
    union all select n.nspname || ' ' || t.tgname
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where ${schemas} and t.tgenabled <> 'D'`)
  return new Set(rows.map((row) => String(row.name)))
}

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './database'
import { postgresCode } from './postgres-code'
import { retryLocks, type Wait } from './short-locks'
import { settings, upsertColumns } from './tables'

interface Index {
  name: string
  unique?: boolean
  method: string
  /** Columns and expressions. */
  parts: SQL
}

/** Builds an index of `policy_settings` beside its readers and writers. One left invalid by a broken build is dropped first. */
export async function buildIndex(db: Db, schema: string, wait: Wait, index: Index): Promise<void> {
  const { name, unique = false, method, parts } = index
  const of = (relation: string) => sql`${sql.identifier(schema)}.${sql.identifier(relation)}`
  await retryLocks(
    wait,
    async () => {
      const valid = await isValid(db, schema, name)
      if (valid) return
      if (valid === false) await db.execute(sql`drop index concurrently ${of(name)}`)
      await db.execute(sql`create ${unique ? sql`unique` : sql``} index concurrently ${sql.identifier(name)}
        on ${of(settings.name)} using ${sql.raw(method)} (${parts})`)
    },
    settings.name,
  ).catch((error: unknown) => {
    if (postgresCode(error) !== '23505') throw error
    throw new Error(
      `policy_settings has several rows with the same ${upsertColumns.join(', ')}: remove all but one of each, then migrate again.`,
      { cause: error },
    )
  })
}

/** Undefined: there is no index of this name. */
async function isValid(db: Db, schema: string, name: string): Promise<boolean | undefined> {
  const [row] = await db.execute(sql`
    select i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = ${name}`)
  return row && row.valid === true
}

/** True when the upsert has the unique index it needs, of whatever name. */
export async function hasUniqueIndex(db: Db, schema: string): Promise<boolean> {
  return (await uniqueIndexes(db, schema)).some((index) => index.valid && isOfUpsert(index))
}

/** A unique index of `policy_settings` without a predicate or expressions. */
interface UniqueIndex {
  name: string
  valid: boolean
  /** It is checked at once, not at the end of the transaction: an upsert needs that. */
  immediate: boolean
  /** What is unique, sorted. */
  keys: string[]
  /** There are `include` columns. */
  includes: boolean
}

export async function uniqueIndexes(db: Db, schema: string): Promise<UniqueIndex[]> {
  const rows = await db.execute(sql`
    select x.relname as name, i.indisvalid as valid, i.indimmediate as immediate, i.indnatts > i.indnkeyatts as includes,
      array_to_json(array(select a.attname from unnest(i.indkey::int2[]) with ordinality k (attnum, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where k.position <= i.indnkeyatts order by a.attname collate "C")) as keys
    from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${settings.name} and i.indisunique and i.indpred is null
      and i.indexprs is null order by 1`)
  return rows as unknown as UniqueIndex[]
}

/** True when exactly the upsert's columns are unique. */
export const hasUpsertKeys = ({ keys }: UniqueIndex): boolean => keys.join() === [...upsertColumns].sort().join()

/** True for the index that the upsert needs, valid or not. */
export const isOfUpsert = (index: UniqueIndex): boolean => hasUpsertKeys(index) && index.immediate && !index.includes

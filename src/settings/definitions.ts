import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import type { StoredDefinition } from '../db/schema'

/** A definition as looked up: null when Graph does not know the id. */
export type Found = ReadonlyMap<string, StoredDefinition | null>

/** Definitions of this catalog that are in the database and still fresh, by lower-cased id. */
export async function loadDefinitions(db: Db, catalog: string, ids: readonly string[]): Promise<Found> {
  if (ids.length === 0) return new Map()
  const rows = await db.execute(sql`
    select id_lower, definition from setting_definitions
    where catalog = ${catalog} and id_lower in (select json_array_elements_text(${JSON.stringify(ids)}::json))
      and fetched_at > clock_timestamp() - case when definition is null then interval '1 day' else interval '30 days' end`)
  return new Map(rows.map((row) => [String(row.id_lower), row.definition as StoredDefinition | null]))
}

/** Keeps what Graph said, for all tenants. */
export async function storeDefinitions(db: Db, catalog: string, found: Found): Promise<void> {
  const rows = [...found].map(([id, definition]) => ({ id, definition }))
  for (let i = 0; i < rows.length; i += 1000)
    await db.execute(sql`
      insert into setting_definitions (catalog, id_lower, definition, fetched_at)
      select ${catalog}, id, definition, clock_timestamp()
      from json_to_recordset(${JSON.stringify(rows.slice(i, i + 1000))}::json) as d(id text, definition jsonb)
      on conflict (catalog, id_lower) do update set definition = excluded.definition, fetched_at = excluded.fetched_at`)
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { Catalog, StoredDefinition } from '../stored/definition'

/** Definitions by lower-cased id; null when Graph does not know the id. */
export type DefinitionsById = ReadonlyMap<string, StoredDefinition | null>

/**
 * Loads definitions of this catalog from the database. `fresh`: fetched within 30 days, or found unknown to Graph within
 * one day. `expired`: older, to be fetched again, and used only while Graph does not answer.
 */
export async function loadDefinitions(
  db: Db,
  catalog: Catalog,
  ids: readonly string[],
): Promise<{ fresh: DefinitionsById; expired: DefinitionsById }> {
  const rows = await db.execute(sql`
    select id_lower, definition, fetched_at > clock_timestamp()
      - case when definition is null then interval '1 day' else interval '30 days' end as fresh
    from setting_definitions
    where catalog = ${catalog} and id_lower in (select json_array_elements_text(${JSON.stringify(ids)}::json))`)
  const found = (fresh: boolean) =>
    new Map(
      rows
        .filter((row) => row.fresh === fresh)
        .map((row) => [String(row.id_lower), row.definition as StoredDefinition | null]),
    )
  return { fresh: found(true), expired: found(false) }
}

/** Stores definitions for all tenants, in the order of their ids: instances that store at once cannot deadlock. */
export async function storeDefinitions(db: Db, catalog: Catalog, found: DefinitionsById): Promise<void> {
  const rows = [...found].map(([id, definition]) => ({ id, definition }))
  for (let i = 0; i < rows.length; i += 1000)
    await db.execute(sql`
      insert into setting_definitions (catalog, id_lower, definition, fetched_at)
      select ${catalog}, id, definition, clock_timestamp()
      from json_to_recordset(${JSON.stringify(rows.slice(i, i + 1000))}::json) as d(id text, definition jsonb)
      order by id
      on conflict (catalog, id_lower) do update set definition = excluded.definition, fetched_at = excluded.fetched_at`)
}

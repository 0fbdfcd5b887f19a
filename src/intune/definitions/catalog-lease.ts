import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { Catalog } from '../stored/definition'

/** Longer than a page of a catalog takes on a bad day; a reader that died is waited for no longer. */
const lease = sql`interval '1 minute'`

/** What stands about the reading of a whole catalog. */
export interface CatalogState {
  /** Somebody reads it at this moment. */
  beingRead: boolean
  /** It was read whole within the last hour: what is not there then, Graph does not have. */
  justRead: boolean
}

/**
 * Takes the place of the one who reads a whole catalog, for all instances: a row with a lease, and no lock that would hold
 * a connection while Graph answers. False: somebody else reads.
 */
export async function claimCatalog(db: Db, catalog: Catalog): Promise<boolean> {
  const rows = await db.execute(sql`
    insert into definition_catalogs as old (catalog, reading_until) values (${catalog}, clock_timestamp() + ${lease})
    on conflict (catalog) do update set reading_until = excluded.reading_until
    where old.reading_until is null or old.reading_until < clock_timestamp()
    returning 1`)
  return rows.length > 0
}

/** Still reading. */
export async function extendCatalogLease(db: Db, catalog: Catalog): Promise<void> {
  await db.execute(
    sql`update definition_catalogs set reading_until = clock_timestamp() + ${lease} where catalog = ${catalog}`,
  )
}

/** Gives the place back; `read`: to the last page. */
export async function releaseCatalog(db: Db, catalog: Catalog, read: boolean): Promise<void> {
  await db.execute(sql`
    update definition_catalogs set reading_until = null,
      last_read_at = case when ${read} then clock_timestamp() else last_read_at end
    where catalog = ${catalog}`)
}

/** How it stands with a catalog. */
export async function catalogState(db: Db, catalog: Catalog): Promise<CatalogState> {
  const [row] = await db.execute(sql`
    select coalesce(reading_until > clock_timestamp(), false) as being_read,
      coalesce(last_read_at > clock_timestamp() - interval '1 hour', false) as just_read
    from definition_catalogs where catalog = ${catalog}`)
  return { beingRead: row?.being_read === true, justRead: row?.just_read === true }
}

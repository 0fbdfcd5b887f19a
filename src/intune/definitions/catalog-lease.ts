import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { Catalog } from '../stored/definition'

/** Longer than the slowest page of a catalog takes. When a reader dies, others wait no longer than this. */
const lease = sql`interval '1 minute'`

/** Whether an instance reads this catalog now, or has just read it. */
export interface CatalogState {
  /** An instance holds the lease and is reading. */
  beingRead: boolean
  /** It was read to its last page within the last hour, so Graph does not have a definition that is not stored. */
  justRead: boolean
}

/**
 * Claims the lease for reading a whole catalog; returns false while another instance holds it. It is a row and not a
 * database lock, because a lock would occupy a connection while Graph answers.
 */
export async function claimCatalog(db: Db, catalog: Catalog): Promise<boolean> {
  const rows = await db.execute(sql`
    insert into definition_catalogs as old (catalog, reading_until) values (${catalog}, clock_timestamp() + ${lease})
    on conflict (catalog) do update set reading_until = excluded.reading_until
    where old.reading_until is null or old.reading_until < clock_timestamp()
    returning 1`)
  return rows.length > 0
}

/** Extends the lease of the instance that is still reading. */
export async function extendCatalogLease(db: Db, catalog: Catalog): Promise<void> {
  await db.execute(
    sql`update definition_catalogs set reading_until = clock_timestamp() + ${lease} where catalog = ${catalog}`,
  )
}

/** Releases the lease. `read`: the catalog was read to its last page. */
export async function releaseCatalog(db: Db, catalog: Catalog, read: boolean): Promise<void> {
  await db.execute(sql`
    update definition_catalogs set reading_until = null,
      last_read_at = case when ${read} then clock_timestamp() else last_read_at end
    where catalog = ${catalog}`)
}

/** Tells whether a catalog is being read and whether it was read within the last hour. */
export async function catalogState(db: Db, catalog: Catalog): Promise<CatalogState> {
  const [row] = await db.execute(sql`
    select coalesce(reading_until > clock_timestamp(), false) as being_read,
      coalesce(last_read_at > clock_timestamp() - interval '1 hour', false) as just_read
    from definition_catalogs where catalog = ${catalog}`)
  return { beingRead: row?.being_read === true, justRead: row?.just_read === true }
}

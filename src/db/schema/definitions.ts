import { jsonb, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'
import { ours } from './ours'

/** One row per catalog of definitions: a lease, so that one instance at a time reads the whole catalog. */
export const definitionCatalogs = ours.table('definition_catalogs', {
  catalog: text('catalog').primaryKey(),
  /** When the lease of the reading instance ends. */
  readingUntil: instant('reading_until'),
  lastReadAt: instant('last_read_at'),
})

/** Setting definitions from Graph, trimmed to what names need. Shared by all tenants. */
export const settingDefinitions = ours.table(
  'setting_definitions',
  {
    /** `configurationSettings`, `complianceSettings` or `settingDefinitions`: separate catalogs. */
    catalog: text('catalog').notNull(),
    idLower: text('id_lower').notNull(),
    /** Null: Graph does not know the id. Such a row is used for a while, then asked for again. */
    definition: jsonb('definition'),
    fetchedAt: instant('fetched_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.catalog, t.idLower] })],
)

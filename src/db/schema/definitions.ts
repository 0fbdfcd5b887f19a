import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns'

/** Who reads a whole catalog of definitions at the moment: one at a time, over all instances. */
export const definitionCatalogs = pgTable('definition_catalogs', {
  catalog: text('catalog').primaryKey(),
  /** Until then the reader of the catalog is left alone. */
  readingUntil: instant('reading_until'),
  lastReadAt: instant('last_read_at'),
})

/** What the portal calls a setting: Graph's catalog, trimmed, shared by all tenants. Keyed by the lower-cased id. */
export const settingDefinitions = pgTable(
  'setting_definitions',
  {
    /** `configurationSettings`, `complianceSettings` or `settingDefinitions`: separate catalogs. */
    catalog: text('catalog').notNull(),
    idLower: text('id_lower').notNull(),
    /** Null: Graph does not know the id (remembered for a while). */
    definition: jsonb('definition'),
    fetchedAt: instant('fetched_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.catalog, t.idLower] })],
)

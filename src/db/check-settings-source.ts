import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { migrationJournal, ours } from './schema/ours'
import { settings } from './tables'

/**
 * Throws, before the first migration, where rows have a `source` that we did not write: syncs take each row with a source for
 * theirs, and would change and remove it.
 */
export async function checkSettingsSource(db: Db, schema: string): Promise<void> {
  const [found] = await db.execute(sql`
    select to_regclass(${`${ours.schemaName}.${migrationJournal}`}) is null as first,
      exists (select 1 from information_schema.columns
        where table_schema = ${schema} and table_name = ${settings.name} and column_name = 'source') as present`)
  if (found?.first !== true || found.present !== true) return
  const table = sql`${sql.identifier(schema)}.${sql.identifier(settings.name)}`
  const [row] = await db.execute(sql`select source from ${table} where source is not null limit 1`)
  if (row)
    throw new Error(
      `policy_settings has a column "source" with values that TenantPilot Functions did not write ("${String(row.source)}"). ` +
        'With it, syncs mark their own rows, and remove them. Rename the column, then migrate again.',
    )
}

import { getTableName, sql } from 'drizzle-orm'
import { rulesMark, rulesVersion } from './access/rules'
import { checkSettingsIndexes } from './check-settings-index'
import { checkSettingsSource } from './check-settings-source'
import { checkSettingsTable } from './check-settings-table'
import { checkSettingsTypes } from './check-settings-types'
import type { Db } from './database'
import { newestMigration } from './schema-version'
import { migrationJournal, ours } from './schema/ours'
import { ourTables, settings } from './tables'

/** Throws, before the first change, for what this version cannot work with. */
export async function checkCompatible(db: Db, settingsSchema: string): Promise<void> {
  await checkOurSchema(db)
  await checkNotNewer(db)
  await checkSettingsSchema(db, settingsSchema)
  await checkSettingsTable(db, settingsSchema)
  await checkSettingsColumns(db, settingsSchema)
  await checkSettingsTypes(db, settingsSchema)
  await checkSettingsSource(db, settingsSchema)
  await checkSettingsIndexes(db, settingsSchema)
}

/** Tables of other software in our schema: there are tables, but no journal of ours. */
async function checkOurSchema(db: Db): Promise<void> {
  const found = await db.execute(sql`
    select table_name as name, to_regclass(${`${ours.schemaName}.${migrationJournal}`}) is null as foreign
    from information_schema.tables
    where table_schema = ${ours.schemaName} and table_name in ${ourTables.map(getTableName)} order by 1`)
  const foreign = found.filter((row) => row.foreign === true).map((row) => String(row.name))
  if (foreign.length > 0)
    throw new Error(
      `The schema "${ours.schemaName}" has tables with our names that are not ours: ${foreign.join(', ')}. ` +
        'Rename the schema, or use another database for TenantPilot Functions.',
    )
}

/** An older version would put its own functions and rules into the place of newer ones. */
async function checkNotNewer(db: Db): Promise<void> {
  const table = `${ours.schemaName}.${migrationJournal}`
  const [known] = await db.execute(sql`select to_regclass(${table}) is not null as there`)
  if (known?.there !== true) return
  const [row] = await db.execute(sql.raw(`select max(created_at)::float8 as applied from ${table}`))
  const [schema] = await db.execute(
    sql`select obj_description(${ours.schemaName}::regnamespace, 'pg_namespace') as mark`,
  )
  const rules = Number(String(schema?.mark ?? '').split(`${rulesMark} `)[1] ?? 0)
  if (Number(row?.applied ?? 0) > newestMigration || rules > rulesVersion)
    throw new Error('The database was migrated by a newer version than this one. Migrate with the newest version.')
}

async function checkSettingsSchema(db: Db, settingsSchema: string): Promise<void> {
  const [schema] = await db.execute(sql`select 1 from pg_namespace where nspname = ${settingsSchema}`)
  if (!schema)
    throw new Error(
      `The schema "${settingsSchema}" for policy_settings does not exist: create it, or correct POLICY_SETTINGS_SCHEMA.`,
    )
}

/** A column that we do not fill, or one of the contract that we could not add to rows. */
async function checkSettingsColumns(db: Db, settingsSchema: string): Promise<void> {
  const columns = await db.execute(sql`
    select column_name as name,
      is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' as required
    from information_schema.columns where table_schema = ${settingsSchema} and table_name = 'policy_settings' order by 1`)
  if (columns.length === 0) return
  const known = new Set(settings.columns.map(({ name }) => name))
  const unknown = columns.filter((row) => row.required === true && !known.has(String(row.name)))
  if (unknown.length > 0)
    throw new Error(
      `policy_settings has required columns without a default that TenantPilot Functions does not fill: ${unknown.map((row) => String(row.name)).join(', ')}. ` +
        'Give each a default or make it nullable, then migrate again.',
    )
  const present = new Set(columns.map((row) => String(row.name)))
  const absent = settings.columns.filter(
    ({ name, notNull, hasDefault }) => notNull && !hasDefault && !present.has(name),
  )
  if (absent.length > 0)
    throw new Error(
      `The table policy_settings in the schema "${settingsSchema}" is not the app's: it lacks ${absent.map(({ name }) => name).join(', ')}. ` +
        'Rename it, or name the right schema in POLICY_SETTINGS_SCHEMA.',
    )
}

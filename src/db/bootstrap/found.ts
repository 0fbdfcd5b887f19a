import type postgres from 'postgres'
import { ours } from '../schema/ours'
import { settings } from '../tables'

/** What is in the database before. */
export interface Found {
  database: string
  /** Who bootstraps. */
  user: string
  isAdministrator: boolean
  /** PostgreSQL 16 and later say for each member what it may. */
  hasGrantOptions: boolean
  /** To whom our schema belongs. Null: there is none. */
  schemaOwner: string | null
  /** To whom `policy_settings` belongs. Null: there is none. */
  settingsOwner: string | null
  /** That role has rights over the server. */
  settingsOwnerIsAdministrator: boolean
  hasSettingsSchema: boolean
}

/** Reads what bootstrapping depends on. */
export async function readFound(sql: postgres.ISql, settingsSchema: string): Promise<Found> {
  const [row] = await sql`
    with owners as (
      select (select nspowner from pg_namespace where nspname = ${ours.schemaName}) as schema,
        (select c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = ${settingsSchema} and c.relname = ${settings.name} and c.relkind in ('r', 'p')) as settings)
    select current_database() as database, current_user as user,
      (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "isAdministrator",
      current_setting('server_version_num')::int >= 160000 as "hasGrantOptions",
      pg_get_userbyid(schema) as "schemaOwner", pg_get_userbyid(settings) as "settingsOwner",
      coalesce((select rolsuper or rolcreaterole or rolcreatedb from pg_roles where oid = settings), false) as "settingsOwnerIsAdministrator",
      exists (select from pg_namespace where nspname = ${settingsSchema}) as "hasSettingsSchema"
    from owners`
  return row as unknown as Found
}

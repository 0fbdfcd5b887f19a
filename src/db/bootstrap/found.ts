import type postgres from 'postgres'
import { ours } from '../schema/ours'
import { settings } from '../tables'
import { ourRoles } from './check-roles'
import { powerOf } from './rights'

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
  /** That role has rights over the server, by itself or as a member of another one. */
  settingsOwnerIsAdministrator: boolean
  hasSettingsSchema: boolean
  /** Roles of ours that stand, and of which this login may make nobody a member. */
  ungrantable: string[]
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
      ${sql.unsafe(powerOf('settings'))} is not null as "settingsOwnerIsAdministrator",
      exists (select from pg_namespace where nspname = ${settingsSchema}) as "hasSettingsSchema",
      array_to_json(array(select rolname from pg_roles where rolname in ${sql(ourRoles)} and current_setting('server_version_num')::int >= 160000
        and not pg_has_role(oid, 'MEMBER WITH ADMIN OPTION') order by 1)) as ungrantable
    from owners`
  return row as unknown as Found
}

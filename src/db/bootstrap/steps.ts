import { databaseRoles } from '../access/rules'
import { literal, quoted } from '../connection'
import { extensions } from '../extensions'
import { ownerRole } from '../schema/ours'
import { settings } from '../tables'
import { ourRoles } from './check-roles'
import type { Found } from './found'
import { type AppLogin, type Login, rolesOfApp } from './logins'
import { enteringMember, fullMember, noMember } from './members'
import type { Step } from './step'
import { schemaSteps, takeSettingsTable } from './take-over'

/** What is asked for. */
export interface Wanted {
  settingsSchema: string
  migrator: Login
  apps: readonly AppLogin[]
  /** Take `policy_settings` from an administrator who owns it. */
  takeSettings: boolean
}

const groups = Object.values(databaseRoles)

/** All that must stand in the database itself, in order. */
export function stepsOf(found: Found, wanted: Wanted): Step[] {
  const { migrator, apps, settingsSchema } = wanted
  const logins = [migrator, ...apps]
  return [
    ...ourRoles.map(groupRole),
    fullMember(found, found.user, ownerRole),
    ...extensions.map(extension),
    ...rightsInDatabase(found, logins),
    ...rightsInSchemas(settingsSchema),
    ...schemaSteps(found),
    closedFunctions,
    fullMember(found, migrator.name, ownerRole),
    ...settingsSteps(found, wanted),
    ...groups.map((role) => noMember(migrator.name, role)),
    ...apps.flatMap((login) => appSteps(found, login)),
    ...logins.flatMap(connectionLimit),
  ]
}

const groupRole = (role: string): Step => ({
  what: `role "${role}", as which nobody signs in`,
  stands: `exists (select from pg_roles where rolname = '${role}' and not rolcanlogin)`,
  statements: [`create role ${role} nologin`],
})

const extension = (name: string): Step => ({
  what: `extension ${name}`,
  stands: `exists (select from pg_extension where extname = '${name}')`,
  statements: [`create extension ${name} schema public`],
})

function rightsInDatabase({ database }: Found, logins: readonly Login[]): Step[] {
  const right = (role: string, privilege: string): Step => ({
    what: `"${role}" may ${privilege} in this database`,
    stands: `has_database_privilege(${literal(role)}, ${literal(database)}, '${privilege}')`,
    statements: [`grant ${privilege} on database ${quoted(database)} to ${quoted(role)}`],
  })
  return [right(ownerRole, 'create'), ...logins.map(({ name }) => right(name, 'connect'))]
}

/** Extensions are in `public`, and their operators are used by every role. */
function rightsInSchemas(settingsSchema: string): Step[] {
  const right = (role: string, schema: string, privilege: string): Step => ({
    what: `"${role}" has ${privilege} of schema "${schema}"`,
    stands: `has_schema_privilege('${role}', ${literal(schema)}, '${privilege}')`,
    statements: [`grant ${privilege} on schema ${quoted(schema)} to ${role}`],
  })
  return [
    ...ourRoles.map((role) => right(role, 'public', 'usage')),
    right(databaseRoles.worker, settingsSchema, 'usage'),
    right(ownerRole, settingsSchema, 'usage'),
    right(ownerRole, settingsSchema, 'create'),
  ]
}

/** PostgreSQL lets everybody call a new function; ours are opened one by one. */
const closedFunctions: Step = {
  what: `functions that "${ownerRole}" will make are closed to others`,
  stands: `exists (select from pg_default_acl where defaclrole = '${ownerRole}'::regrole and defaclnamespace = 0 and defaclobjtype = 'f'
    and not exists (select from aclexplode(defaclacl) where grantee = 0))`,
  statements: [`alter default privileges for role ${ownerRole} revoke execute on functions from public`],
}

function settingsSteps(found: Found, { settingsSchema, migrator, takeSettings }: Wanted): Step[] {
  const { settingsOwner, settingsOwnerIsAdministrator } = found
  if (settingsOwner === null || settingsOwner === ownerRole) return []
  const table = `${quoted(settingsSchema)}.${settings.name}`
  if (takeSettings) return takeSettingsTable(found, table)
  if (settingsOwnerIsAdministrator)
    throw new Error(
      `${table} belongs to "${settingsOwner}", who has rights over the server, perhaps through others, so "${migrator.name}" must not act as it. Bootstrap with --take-settings-table: the table then belongs to "${ownerRole}", of which "${settingsOwner}" becomes a member, so that it keeps all its rights.`,
    )
  return [{ ...fullMember(found, migrator.name, settingsOwner), otherwise: 'bootstrap with --take-settings-table' }]
}

function appSteps(found: Found, { name, app }: AppLogin): Step[] {
  const mine: readonly string[] = rolesOfApp[app].map((role) => databaseRoles[role])
  return [
    ...mine.map((role) => enteringMember(found, name, role)),
    ...ourRoles.filter((role) => !mine.includes(role)).map((role) => noMember(name, role)),
  ]
}

const connectionLimit = ({ name, connections }: Login): Step[] =>
  connections === undefined
    ? []
    : [
        {
          what: `"${name}" opens at most ${connections} connections`,
          stands: `(select rolconnlimit = ${connections} from pg_roles where rolname = ${literal(name)})`,
          statements: [`alter role ${quoted(name)} connection limit ${connections}`],
        },
      ]

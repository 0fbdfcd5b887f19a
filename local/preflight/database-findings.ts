import { failed, type Finding, notChecked, ok } from '../../cli/doctor/check'
import { adminOption, mayGrantNone } from '../../src/db/bootstrap/check-grants'
import { quoted } from '../../src/db/connection'
import { ownerRole } from '../../src/db/schema/ours'
import type { Facts } from './facts'

// Each judges one property of the database, and names the statement of its owner.

/** Whether this login can bootstrap. */
export function administrator({ isAdministrator, user, ungrantable, unfitRole }: Facts): Finding {
  if (!isAdministrator)
    return notChecked(
      `"${user}" is no administrator, so whether one can bootstrap is not known.`,
      'Look again as an administrator of the server.',
    )
  if (unfitRole) return failed(unfitRole, 'What stands there is what an administrator must do.')
  if (ungrantable.length > 0)
    return failed(mayGrantNone(user, ungrantable), `As who made them: ${adminOption(user, ungrantable)}`)
  return ok(`"${user}" can bootstrap.`)
}

/** Whether this version can work with what is in the database. */
export function compatible(facts: Facts, settingsSchema: string): Finding {
  const { incompatible, hasSettingsSchema, maySeeSettings, user } = facts
  const table = `${quoted(settingsSchema)}.policy_settings`
  if (!hasSettingsSchema)
    return failed(
      `There is no schema ${quoted(settingsSchema)}.`,
      `Name the schema of the app's table: --settings-schema, and POLICY_SETTINGS_SCHEMA of the apps. Where it shall be a new one: create schema ${quoted(settingsSchema)}`,
    )
  if (incompatible)
    return failed(incompatible, 'The sentence says what to change; the owner of that table or schema can.')
  if (!maySeeSettings)
    return notChecked(`${table} cannot be seen.`, `As its owner: grant select on ${table} to ${quoted(user)}`)
  return ok('This version can work with what is there.')
}

/** Whose the app's table is, and whether the login that migrates can act as him. */
export function settingsOwner(facts: Facts, settingsSchema: string): Finding {
  const { settingsOwner: owner, settingsOwnerIsAdministrator, mayGrantSettingsOwner, isAdministrator, user } = facts
  const table = `${quoted(settingsSchema)}.policy_settings`
  if (!facts.hasSettingsSchema) return notChecked(`There is no ${table}.`, 'See "tables".')
  if (owner === null) return ok(`There is no ${table}: it will be made.`)
  const says = `${table} belongs to "${owner}".`
  if (owner === ownerRole) return ok(says)
  if (settingsOwnerIsAdministrator)
    return failed(
      `${says} He has rights over the server, perhaps through others, so no login may act as him.`,
      'db:bootstrap with --take-settings-table',
    )
  if (!isAdministrator || mayGrantSettingsOwner || !facts.hasGrantOptions) return ok(says)
  return failed(
    `${says} "${user}" may make nobody a member of him.`,
    `As who made that role: grant ${quoted(owner)} to ${quoted(user)} with admin option`,
  )
}

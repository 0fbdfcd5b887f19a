import postgres from 'postgres'
import { connectionOptions, withoutParameters } from '../connection'
import { firstAnswer } from '../first-answer'
import { explained } from '../migration-errors'
import { checkGrants } from './check-grants'
import { checkLogins, checkRoles } from './check-roles'
import { readFound } from './found'
import { makeLogins } from './make-logins'
import { otherMembers } from './other-members'
import { take, type Tell } from './step'
import { stepsOf, type Wanted } from './steps'

/**
 * Prepares a database for this version, by an administrator of its server, once and whenever a login changes: the owner of
 * what is ours, who never signs in, the login that migrates, those of the apps, and their rights. After it no step needs an
 * administrator. Safe to repeat; what is in the database itself is one transaction. Throws with what somebody must run.
 */
export async function bootstrapDatabase(url: string, wanted: Wanted, tell: Tell): Promise<void> {
  const database = open(url)
  const maintenance = open(inMaintenance(url))
  const logins = [wanted.migrator, ...wanted.apps]
  try {
    await firstAnswer(maintenance, url)
    // of the whole server, because roles are: others wait until this one has ended
    await maintenance`select pg_advisory_lock(${bootstrapLockId})`
    const found = await readFound(database, wanted.settingsSchema)
    if (!found.isAdministrator)
      throw new Error(`"${found.user}" may make no roles: bootstrap as an administrator of the server.`)
    if (!found.hasSettingsSchema)
      throw new Error(
        `The schema "${wanted.settingsSchema}" for policy_settings does not exist: create it, or correct it.`,
      )
    // before the first change, because it says what cannot be
    const steps = stepsOf(found, wanted)
    await checkRoles(database)
    await checkLogins(database, logins)
    await checkGrants(database, found, steps)
    await makeLogins(maintenance, logins, tell)
    const lines: string[] = []
    await database.begin((tx) => take(tx, steps, (line) => void lines.push(line)))
    lines.forEach(tell)
    const names = logins.map(({ name }) => name)
    for (const line of await otherMembers(database, found, names)) tell(line)
  } catch (error) {
    throw explained(error, url, 'The bootstrap')
  } finally {
    await Promise.all([database.end({ timeout: 5 }), maintenance.end({ timeout: 5 })])
  }
}

/** Key of the advisory lock: any number that only this project uses. */
const bootstrapLockId = 7_265_207

const open = (url: string) =>
  postgres(withoutParameters(url), { ...connectionOptions(url), max: 1, connect_timeout: 8 })

/** The database of the server in which Azure has its functions for Entra. */
export function inMaintenance(url: string): string {
  const other = new URL(url)
  other.pathname = '/postgres'
  return other.href
}

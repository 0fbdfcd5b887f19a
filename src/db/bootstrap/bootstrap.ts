import postgres from 'postgres'
import { connectionOptions, withoutParameters } from '../connection'
import { explained } from '../migration-errors'
import { readFound } from './found'
import { makeLogins } from './make-logins'
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
  try {
    const found = await readFound(database, wanted.settingsSchema)
    if (!found.isAdministrator)
      throw new Error(`"${found.user}" may make no roles: bootstrap as an administrator of the server.`)
    if (!found.hasSettingsSchema)
      throw new Error(
        `The schema "${wanted.settingsSchema}" for policy_settings does not exist: create it, or correct it.`,
      )
    // before the first change, because it says what cannot be
    const steps = stepsOf(found, wanted)
    await makeLogins(maintenance, [wanted.migrator, ...wanted.apps], tell)
    const lines: string[] = []
    await database.begin((tx) => take(tx, steps, (line) => void lines.push(line)))
    lines.forEach(tell)
  } catch (error) {
    throw explained(error, url, 'The bootstrap')
  } finally {
    await Promise.all([database.end({ timeout: 5 }), maintenance.end({ timeout: 5 })])
  }
}

const open = (url: string) =>
  postgres(withoutParameters(url), { ...connectionOptions(url), max: 1, connect_timeout: 10 })

/** The database of the server in which Azure has its functions for Entra. */
export function inMaintenance(url: string): string {
  const other = new URL(url)
  other.pathname = '/postgres'
  return other.href
}

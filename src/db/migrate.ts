import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { bringAccess } from './access/bring-access'
import { checkCompatible } from './check-compatible'
import { checkComplete } from './check-complete'
import { connectionOptions, defaultSettingsSchema, withoutParameters } from './connection'
import type { Db } from './database'
import { createExtensions } from './extensions'
import { explained } from './migration-errors'
import { asRole, findOwner } from './owner'
import { migrationJournal, ours } from './schema/ours'
import { bringSettingsTable } from './settings-table'
import { retryLocks, type Wait } from './short-locks'

/** Key of the advisory lock that makes deployments migrate one after the other: any number that only this project uses. */
const migrationLockId = 7_265_203

/** A statement that waits for a lock on a table makes the readers behind it wait as well. Milliseconds. */
const lockTimeoutMs = 100

interface MigrateOptions {
  /** The schema of `policy_settings`. */
  settingsSchema?: string
  /** Told each time that a migration must wait, and for what. */
  onWait?: (why: string) => void
  /** How long each wait lasts. */
  pauseMs?: number
}

/**
 * Migrates a database to this version. Run it as a separate deployment step, not at function start, where many
 * instances start at once. Also works on the existing app's database: adds what is missing, and removes nothing. Throws
 * before the first change when the database contains something incompatible. Needs no rights over the server where an
 * administrator has prepared the database (`bootstrap/`).
 */
export async function migrate(
  url: string,
  { settingsSchema = defaultSettingsSchema, onWait = () => {}, pauseMs = 500 }: MigrateOptions = {},
): Promise<void> {
  const client = openClient(url, settingsSchema)
  const db = drizzle(client) as unknown as Db
  const wait: Wait = async (why) => {
    onWait(why)
    await delay(pauseMs)
  }
  try {
    await takeTurn(db, wait)
    const owner = await findOwner(db)
    await checkCompatible(db, settingsSchema)
    await createExtensions(db)
    const migrations = { migrationsFolder: migrationsFolder(), migrationsSchema: ours.schemaName }
    const apply = () => applyMigrations(db, { ...migrations, migrationsTable: migrationJournal })
    await asRole(db, owner, () => retryLocks(wait, apply))
    await bringSettingsTable(db, settingsSchema, owner, wait)
    await bringAccess(db, settingsSchema, owner, wait)
    await checkComplete(db, settingsSchema)
  } catch (error) {
    throw explained(error, url)
  } finally {
    // a limit: without one it waits for ever for a statement whose session was ended
    await client.end({ timeout: 5 })
  }
}

function openClient(url: string, settingsSchema: string): postgres.Sql {
  const options = connectionOptions(url, settingsSchema)
  const session = { application_name: 'tenantpilot-migrate', lock_timeout: lockTimeoutMs, statement_timeout: 0 }
  return postgres(withoutParameters(url), {
    ...options,
    max: 1,
    connect_timeout: 10,
    connection: { ...options.connection, ...session },
  })
}

/** Polls for the lock: a statement that waited in it would hold a snapshot, for which a concurrent index waits. */
async function takeTurn(db: Db, wait: Wait): Promise<void> {
  for (;;) {
    const [lock] = await db.execute(sql`select pg_try_advisory_lock(${migrationLockId}) as got`)
    if (lock?.got === true) return
    await wait('Another migration of this database is running.')
  }
}

/** The folder beside this source file; the compiled file uses that of the sources. */
function migrationsFolder(): string {
  const beside = join(__dirname, 'migrations')
  return existsSync(join(beside, '0000_init.sql'))
    ? beside
    : join(__dirname, '..', '..', '..', 'src', 'db', 'migrations')
}

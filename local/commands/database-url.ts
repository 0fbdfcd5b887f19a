import { isDatabaseUrl } from '../../src/db/connection'
import { isLocal } from '../../src/shared/local-address'
import { findStack } from './stack-file'
import { UsageError } from '../../cli/usage'

/**
 * Returns the address of `--url`, else of DATABASE_URL, else of the running stack. Throws, without the value, which may
 * hold a password, when it is no address of a database.
 */
export function findDatabaseUrl(option: string | undefined): string | undefined {
  if (option !== undefined) return checked('--url', option)
  const { DATABASE_URL } = process.env
  return DATABASE_URL ? checked('DATABASE_URL', DATABASE_URL) : findStack()?.postgres.url
}

/** Like `findDatabaseUrl`, but throws when there is none. */
export function needDatabaseUrl(option: string | undefined): string {
  const url = findDatabaseUrl(option)
  if (!url) throw new UsageError('Which database? Give --url, set DATABASE_URL, or run "npm start".')
  return url
}

function checked(from: string, text: string): string {
  if (!isDatabaseUrl(text))
    throw new UsageError(
      `${from} is no address of a database: expected postgres://user:password@host:5432/database, with special characters of the password as %XX.`,
    )
  return text
}

/** Names a database as `host:port/database`, without the password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${decodeURIComponent(pathname)}`
}

/** True for the same database of this machine, under whichever of its names. */
export function isSameDatabase(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)]
  return isLocal(one) && isLocal(other) && (a.port || '5432') === (b.port || '5432') && a.pathname === b.pathname
}

import type { Options, PostgresType } from 'postgres'
import { isLocal } from '../shared/local-address'
import { ours } from './schema/ours'

/** Where the table `policy_settings` is when no setting says otherwise. */
export const defaultSettingsSchema = 'public'

/** What our statements rely on, whatever `alter database … set` or `alter role … set` says. */
const sessionDefaults = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  default_transaction_isolation: 'read committed',
  // the server ends the session of a machine that is gone within 30 s, and with it its locks
  tcp_keepalives_idle: 15,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
} as const

/**
 * Makes the options of every connection of ours. Statements name tables without a schema: they are looked for in our
 * own, then in that of `policy_settings`, then in `public`, where extensions are.
 */
export function connectionOptions(url: string, settingsSchema = defaultSettingsSchema) {
  const path = [...new Set([ours.schemaName, settingsSchema, 'public'])]
  return {
    // verified, because with `require` alone any server that answers would get the password
    ssl: isLocal(url) ? false : 'verify-full',
    onnotice: () => {},
    connection: { search_path: path.map(quoted).join(', '), ...sessionDefaults },
  } satisfies Options<Record<string, PostgresType>>
}

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL takes it, whatever is in it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** True for the address of a database of PostgreSQL whose parts can be decoded. */
export function isDatabaseUrl(text: string): boolean {
  try {
    const { protocol, hostname, pathname, username, password } = new URL(text)
    for (const part of [pathname, username, password]) decodeURIComponent(part)
    return /^postgres(ql)?:$/.test(protocol) && hostname !== '' && /^\/[^/]+$/.test(pathname)
  } catch {
    return false
  }
}

/** True: the address has its password, so that none is asked for. */
export const hasPassword = (url: string) => new URL(url).password !== ''

/**
 * Drops the parameters of a connection string, such as an ORM's `?schema=`: postgres.js would send them to the server as
 * settings, in the place of ours.
 */
export function withoutParameters(url: string): string {
  const plain = new URL(url)
  plain.search = ''
  return plain.href
}

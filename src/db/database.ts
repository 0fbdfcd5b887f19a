import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { hardened } from './hardened-client'

/** Where queries run: the pool, or a transaction of it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>

/** A pool of connections, and its end. */
export interface Database {
  db: Db
  close(): Promise<void>
}

interface Options {
  /** Connections of this process; triggers use four calls at once plus a heartbeat. */
  poolSize?: number
}

/**
 * Opens a pool. Nothing connects before the first query. Off this machine the server's certificate is verified:
 * `require` alone would hand the password to anyone who answers.
 */
export function openDatabase(url: string, { poolSize = 6 }: Options = {}): Database {
  const open = () =>
    postgres(url, {
      max: poolSize,
      idle_timeout: 60,
      connect_timeout: 2,
      backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
      ssl: isLocal(url) ? false : 'verify-full',
      onnotice: () => {},
      // asking for array types when a connection opens is a query whose failure nobody could catch; we use none
      fetch_types: false,
      connection: {
        application_name: 'tenantpilot-functions',
        statement_timeout: 20_000,
        idle_in_transaction_session_timeout: 20_000,
        TimeZone: 'UTC',
      },
    })
  const { client, end } = hardened(open)
  return { db: drizzle(client), close: end }
}

/** True for a database on this machine, the only kind that may be dropped or spoken to without TLS. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

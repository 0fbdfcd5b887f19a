import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { createHardenedClient } from './hardened-client'

/** Runs queries: on the pool, or inside one transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>

/** A pool of connections. */
export interface Database {
  db: Db
  close(): Promise<void>
}

interface Options {
  /** Connections in the pool. The default fits four triggers at once and their heartbeats. */
  poolSize?: number
  /** For a transaction that holds a lock while other connections work: it may idle, and take minutes. */
  mayIdle?: boolean
}

/**
 * Opens a pool; it connects on the first query. The certificate of a remote server is verified, because with `require`
 * alone any server that answers would get the password.
 */
export function openDatabase(url: string, { poolSize = 6, mayIdle = false }: Options = {}): Database {
  const open = () =>
    postgres(url, {
      max: poolSize,
      idle_timeout: 60,
      connect_timeout: 2,
      backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
      ssl: isLocal(url) ? false : 'verify-full',
      onnotice: () => {},
      // off: the query for array types on every new connection fails where nobody can catch it, and we use no arrays
      fetch_types: false,
      connection: {
        application_name: 'tenantpilot-functions',
        statement_timeout: 20_000,
        idle_in_transaction_session_timeout: mayIdle ? 0 : 20_000,
        TimeZone: 'UTC',
      },
    })
  const { client, end } = createHardenedClient(open, mayIdle ? { answerWithinMs: 300_000 } : {})
  return { db: drizzle(client), close: end }
}

/** True for a database on this machine. Only such a database may be dropped, or used without TLS. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { connectionOptions } from './connection'
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
  /** The schema of `policy_settings`. */
  settingsSchema?: string
}

/** Opens a pool; it connects on the first query. */
export function openDatabase(url: string, { poolSize = 6, settingsSchema }: Options = {}): Database {
  const options = connectionOptions(url, settingsSchema)
  const open = () =>
    postgres(url, {
      ...options,
      max: poolSize,
      idle_timeout: 60,
      connect_timeout: 2,
      backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
      // off: the query for array types on every new connection fails where nobody can catch it, and we use no arrays
      fetch_types: false,
      connection: {
        ...options.connection,
        application_name: 'tenantpilot-functions',
        statement_timeout: 20_000,
        idle_in_transaction_session_timeout: 20_000,
      },
    })
  const { client, end } = createHardenedClient(open)
  return { db: drizzle(client), close: end }
}

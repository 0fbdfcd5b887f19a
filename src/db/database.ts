import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { type DatabaseRole, databaseRoles } from './access/rules'
import { connectionOptions, withoutParameters } from './connection'
import { type Around, createHardenedClient } from './hardened-client'
import { explainFailure } from './schema-version'
import { type TokenPassword, tokenOptions } from './token-password'

/** Runs queries: on the pool, or inside one transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>

/** A pool of connections. */
export interface Database {
  db: Db
  /** Opens new connections: the next pass of a timer must not wait for one that is silent. */
  renew(): void
  close(): Promise<void>
}

interface Options {
  /** What the pool is for: shown in `pg_stat_activity`. */
  name?: string
  /** Connections of this pool. What a whole instance opens: src/connections.ts. */
  poolSize?: number
  /** The schema of `policy_settings`. */
  settingsSchema?: string
  /** The role that every connection takes. Absent: the login's own rights, for tools and tests. */
  role?: DatabaseRole
  /** Lets a transaction stay idle for two minutes: for the session that holds a lock while others work. */
  mayIdle?: boolean
  /** The server ends a statement after this time. Milliseconds. */
  statementTimeoutMs?: number
  /** A statement waits this long for a lock, then it fails with `55P03`. Milliseconds; 0: as long as a statement may take. */
  lockTimeoutMs?: number
  /** Runs each statement and transaction, to measure it. */
  around?: Around
  /** Told how long a statement waited for a connection, if it had to. Milliseconds. */
  onWait?: (ms: number) => void
  /** Longest time from the start of a statement or transaction to its end, milliseconds. */
  answerWithinMs?: number
  /** Used as the password of every connection, in the place of one in the address. */
  password?: TokenPassword | undefined
}

/** Opens a pool; it connects on the first query. */
export function openDatabase(url: string, options: Options = {}): Database {
  const {
    name,
    poolSize = 6,
    settingsSchema,
    role,
    mayIdle = false,
    statementTimeoutMs = 20_000,
    lockTimeoutMs = 0,
    answerWithinMs = mayIdle ? 150_000 : 30_000,
    around,
    onWait,
    password,
  } = options
  const base = connectionOptions(url, settingsSchema)
  const token = password && tokenOptions(url, password)
  const open = () =>
    withDrizzleTypes(
      postgres(withoutParameters(url), {
        ...base,
        ...token?.options,
        max: poolSize,
        ...(mayIdle ? {} : { idle_timeout: 60 }),
        connect_timeout: 2,
        backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
        // off: the query for array types on every new connection fails where nobody can catch it, and we use no arrays
        fetch_types: false,
        connection: {
          ...base.connection,
          ...(role ? { role: databaseRoles[role] } : {}),
          application_name: name ? `tenantpilot-functions ${name}` : 'tenantpilot-functions',
          statement_timeout: statementTimeoutMs,
          lock_timeout: lockTimeoutMs,
          idle_in_transaction_session_timeout: mayIdle ? 120_000 : 20_000,
        },
      }),
    )
  const { client, renew, end } = createHardenedClient(open, {
    connections: poolSize,
    explain: (error, client) => {
      token?.notice(error)
      return explainFailure(error, client)
    },
    answerWithinMs,
    ...(around && { around }),
    ...(onWait && { onWait }),
  })
  return { db: drizzle(client), renew, close: end }
}

/**
 * Gives a pool the serialisers and parsers that drizzle expects. `drizzle()` sets them on the client that it gets, so a pool
 * that replaces it would lack them, and every JSON parameter would be encoded twice.
 */
function withDrizzleTypes(client: postgres.Sql): postgres.Sql {
  drizzle(client)
  return client
}

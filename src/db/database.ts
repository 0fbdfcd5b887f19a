import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from './schema'

/** Where queries run: the pool, or a transaction of it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, typeof schema>

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
  const client = postgres(url, {
    max: poolSize,
    idle_timeout: 60,
    connect_timeout: 2,
    backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
    ssl: isLocal(url) ? false : 'verify-full',
    onnotice: () => {},
    connection: {
      application_name: 'tenantpilot-functions',
      statement_timeout: 20_000,
      idle_in_transaction_session_timeout: 20_000,
      TimeZone: 'UTC',
    },
  })
  return { db: drizzle(preparing(client), { schema }), close: () => client.end({ timeout: 5 }) }
}

/**
 * drizzle sends every statement through `unsafe`, which parses and plans it anew each time; with `prepare` each
 * connection does so once per text (measured: planning was most of an admission and a third of a unit). The texts are
 * few, because values are always parameters.
 */
function preparing<Client extends postgres.ISql>(client: Client): Client {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe')
        return (query: string, parameters: never[] = []) => target.unsafe(query, parameters, { prepare: true })
      if (property === 'begin')
        return (work: (tx: postgres.TransactionSql) => unknown) =>
          (target as unknown as postgres.Sql).begin((tx) => work(preparing(tx)))
      if (property === 'savepoint')
        return (work: (tx: postgres.TransactionSql) => unknown) =>
          (target as unknown as postgres.TransactionSql).savepoint((tx) => work(preparing(tx)))
      return Reflect.get(target, property, receiver) as unknown
    },
  })
}

/** True for a database on this machine, the only kind that may be dropped or spoken to without TLS. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

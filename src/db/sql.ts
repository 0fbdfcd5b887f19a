import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './database'

/** Converts milliseconds to an interval, so that stored times depend only on the database's clock. */
export const ms = (milliseconds: number): SQL => sql`make_interval(secs => ${milliseconds}::float8 / 1000)`

/** Milliseconds of a time since the epoch, or of an interval. */
export const inMs = (time: SQL): SQL => sql`(extract(epoch from ${time}) * 1000)::float8`

/** The database's clock, in milliseconds since the epoch. */
export const nowMs = inMs(sql`clock_timestamp()`)

/** Formats a time as answers show it: ISO 8601 in UTC. */
export const utcText = (time: SQL): SQL => sql`to_char((${time}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** SQL expression: limits the transaction to 30 s, below the lease. Servers before PostgreSQL 17 cannot. */
export const limitTransaction = sql`case when current_setting('server_version_num')::int >= 170000
  then set_config('transaction_timeout', '30s', true) end`

/** The rows of a result. */
export type Rows = readonly Record<string, unknown>[]

/**
 * Sends a statement at once, so that several in `Promise.all` are sent in order and in one round trip. drizzle's own
 * queries are lazy: they are sent when they are awaited.
 */
export async function execute(tx: Db, query: SQL): Promise<Rows> {
  return await tx.execute(query)
}

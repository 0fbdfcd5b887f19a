import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './database'

/** A duration in milliseconds as an interval: what is stored goes by the database's clock only. */
export const ms = (milliseconds: number): SQL => sql`make_interval(secs => ${milliseconds}::float8 / 1000)`

export type Rows = readonly Record<string, unknown>[]

/**
 * Sends a statement now and not when it is awaited, so that several given to `Promise.all` go out in their order and in
 * one round trip (drizzle's queries are lazy: `Promise.all` would start them later than an async function's own).
 */
export async function execute(tx: Db, query: SQL): Promise<Rows> {
  return await tx.execute(query)
}

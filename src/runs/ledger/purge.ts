import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** What may be deleted, and how much of it at once. */
export interface PurgeOptions {
  /** Runs that ended longer ago, in days. */
  retentionDays: number
  /** Runs in one statement. */
  limit: number
}

/** A run that failed a message is kept for so many days, because its dead letter may still be sent again. */
const deadLetterRetentionDays = 400

/**
 * Deletes ended runs with their items, events and notifications, oldest first. Returns how many; call it again while it is the limit. A run that
 * another session has locked is left for the next time.
 */
export async function purgeRuns(db: Db, { retentionDays, limit }: PurgeOptions): Promise<number> {
  const kept = Math.max(retentionDays, deadLetterRetentionDays)
  const ordinary = await deleteRuns(db, sql`failed_by is null and ${endedBefore(retentionDays)}`, limit)
  const failed = await deleteRuns(db, sql`failed_by is not null and ${endedBefore(kept)}`, limit - ordinary)
  return ordinary + failed
}

// in parentheses, so that it is computed once: an index cannot be searched for a value that changes
const endedBefore = (days: number): SQL =>
  sql`finished_at < (select clock_timestamp() - make_interval(days => ${days}::int))`

/** The order is that of an index, so that it reads only what it deletes. */
async function deleteRuns(db: Db, condition: SQL, limit: number): Promise<number> {
  const [row] = await db.execute(sql`
    with old as materialized (
      select id from runs where ${condition} order by finished_at limit ${limit} for update skip locked),
    told as (delete from notifications using old where run_id = old.id),
    gone as (delete from runs using old where runs.id = old.id returning 1)
    select count(*)::int as runs from gone`)
  return Number(row?.runs)
}

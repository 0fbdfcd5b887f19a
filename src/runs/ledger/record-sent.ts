import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { OwedMessage } from './types'

/** Messages per statement. */
export const maxRecordedAtOnce = 200

/**
 * Records that the broker has these messages. Has no effect on a run whose attempt or due time has changed since.
 *
 * Its rows are found one by one, by the primary key: joined, a plan made while the table was small reads all runs, for as long
 * as the connection keeps it (measured: 1.7 ms beside 5,000 runs instead of 0.2).
 */
export async function recordSent(db: Db, messages: readonly OwedMessage[]): Promise<void> {
  const places = messages.map(({ id, attempt, dueAt }) => ({ id, attempt, due: dueAt }))
  await db.execute(sql`
    with p as materialized (
      select * from json_to_recordset(${JSON.stringify(places)}::json) as p(id uuid, attempt int, due timestamptz))
    update runs set sent_at = clock_timestamp()
    where ctid = any (array(select found.ctid from p cross join lateral (select r.ctid from runs r where r.id = p.id limit 1) found))
      and status = 'queued' and exists (select from p where p.id = runs.id and p.attempt = runs.attempt and p.due = runs.due_at)`)
}

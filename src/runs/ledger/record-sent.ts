import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { OwedMessage } from './types'

/** How many are marked by one statement. It says so itself, or the planner would expect more and read all runs. */
export const mostRecordedAtOnce = 20

/** The messages of these very places are with the broker. No effect on a run that has moved on since. */
export async function recordSent(db: Db, messages: readonly OwedMessage[]): Promise<void> {
  const places = messages.map(({ id, attempt, dueAt }) => ({ id, attempt, due: dueAt }))
  await db.execute(sql`
    update runs set sent_at = clock_timestamp()
    from (select * from json_to_recordset(${JSON.stringify(places)}::json) as p(id uuid, attempt int, due timestamptz)
      limit ${sql.raw(String(mostRecordedAtOnce))}) p
    where runs.id = p.id and runs.status = 'queued' and runs.attempt = p.attempt and runs.due_at = p.due`)
}

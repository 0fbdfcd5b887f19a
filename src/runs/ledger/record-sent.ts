import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { OwedMessage } from './types'

/** Messages per statement. The SQL repeats it as `limit`, or the planner would expect more and read all runs. */
export const maxRecordedAtOnce = 20

/** Records that the broker has these messages. Has no effect on a run whose attempt or due time has changed since. */
export async function recordSent(db: Db, messages: readonly OwedMessage[]): Promise<void> {
  const places = messages.map(({ id, attempt, dueAt }) => ({ id, attempt, due: dueAt }))
  await db.execute(sql`
    update runs set sent_at = clock_timestamp()
    from (select * from json_to_recordset(${JSON.stringify(places)}::json) as p(id uuid, attempt int, due timestamptz)
      limit ${sql.raw(String(maxRecordedAtOnce))}) p
    where runs.id = p.id and runs.status = 'queued' and runs.attempt = p.attempt and runs.due_at = p.due`)
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { Rung } from './types'

/** How many are marked by one statement. It says so itself, or the planner would expect more and read all runs. */
export const mostSentAtOnce = 20

/** The messages of these very places are with the broker. No effect on a run that has moved on since. */
export async function sent(db: Db, rungs: readonly Rung[]): Promise<void> {
  const places = rungs.map(({ id, attempt, dueAt }) => ({ id, attempt, due: dueAt }))
  await db.execute(sql`
    update runs set sent_at = clock_timestamp()
    from (select * from json_to_recordset(${JSON.stringify(places)}::json) as p(id uuid, attempt int, due timestamptz)
      limit ${sql.raw(String(mostSentAtOnce))}) p
    where runs.id = p.id and runs.status = 'queued' and runs.attempt = p.attempt and runs.due_at = p.due`)
}

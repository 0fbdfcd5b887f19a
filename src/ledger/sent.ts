import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import type { Rung } from './types'

/** The messages of these very places are with the broker. No effect on a run that has moved on since. */
export async function sent(db: Db, rungs: readonly Rung[]): Promise<void> {
  const places = rungs.map(({ id, attempt, dueAt }) => ({ id, attempt, due: dueAt }))
  await db.execute(sql`
    update runs set sent_at = clock_timestamp()
    from json_to_recordset(${JSON.stringify(places)}::json) as p(id uuid, attempt int, due timestamptz)
    where runs.id = p.id and runs.status = 'queued' and runs.attempt = p.attempt and runs.due_at = p.due`)
}

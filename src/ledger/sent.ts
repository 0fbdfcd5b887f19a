import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import type { Rung } from './types'

/** The message of this very place is with the broker. No effect when the run has moved on since. */
export async function sent(db: Db, { id, attempt, dueAt }: Rung): Promise<void> {
  await db.execute(sql`
    update runs set sent_at = clock_timestamp()
    where id = ${id} and status = 'queued' and attempt = ${attempt} and due_at = ${dueAt}::timestamptz`)
}

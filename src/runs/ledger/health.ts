import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Numbers of runs by state. `completed` includes partial runs; cancelled ones are in none. */
export interface QueueHealth {
  waiting: number
  active: number
  completed: number
  failed: number
}

/** Counts the runs by state, from the ledger: the queue's own counts need the Manage right on Service Bus. */
export async function queueHealth(db: Db): Promise<QueueHealth> {
  const [row] = await db.execute(sql`
    select count(*) filter (where status = 'queued')::int as waiting,
      count(*) filter (where status = 'running')::int as active,
      count(*) filter (where status in ('succeeded', 'partial'))::int as completed,
      count(*) filter (where status = 'failed')::int as failed
    from runs where lane is not null`)
  return row as unknown as QueueHealth
}

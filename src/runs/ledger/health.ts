import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Runs by what they are doing; `completed` counts partial ones and `failed` leaves cancelled ones out. */
export interface QueueHealth {
  waiting: number
  active: number
  completed: number
  failed: number
}

/** What the worker is doing, from the ledger: real queue counts would need the Manage right. */
export async function queueHealth(db: Db): Promise<QueueHealth> {
  const [row] = await db.execute(sql`
    select count(*) filter (where status = 'queued')::int as waiting,
      count(*) filter (where status = 'running')::int as active,
      count(*) filter (where status in ('succeeded', 'partial'))::int as completed,
      count(*) filter (where status = 'failed')::int as failed
    from runs where lane is not null`)
  return row as unknown as QueueHealth
}

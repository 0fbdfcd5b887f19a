import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Numbers of runs by state. `completed` includes partial runs; cancelled ones are in none. */
export interface QueueHealth {
  waiting: number
  active: number
  /** In the last 24 hours, as `failed`: all that were ever kept are millions. */
  completed: number
  failed: number
}

/** Counts the runs by state, from the ledger: the queue's own counts need the Manage right on Service Bus. */
export async function queueHealth(db: Db): Promise<QueueHealth> {
  const lately = sql`finished_at > (select clock_timestamp() - interval '24 hours') and lane is not null`
  const [row] = await db.execute(sql`
    select active.*, ended.completed, (ended.failed + dead_lettered.failed)::int as failed from
      (select count(*) filter (where status = 'queued')::int as waiting,
        count(*) filter (where status = 'running')::int as active
        from runs where status in ('queued', 'running') and lane is not null) active,
      (select count(*) filter (where status in ('succeeded', 'partial'))::int as completed,
        count(*) filter (where status = 'failed') as failed from runs where failed_by is null and ${lately}) ended,
      (select count(*) as failed from runs where failed_by is not null and ${lately}) dead_lettered`)
  return row as unknown as QueueHealth
}

/** Asks the database for nothing: it answers. */
export const ping = async (db: Db): Promise<void> => void (await db.execute(sql`select 1`))

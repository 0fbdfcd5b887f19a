import type { RunId } from '../../shared/ids'
import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import { limits } from './limits'
import { toRun } from './read'
import { madeProgress } from './sql'
import { ms } from '../../db/sql'
import type { Run } from './types'

/**
 * Takes a run that is queued and due, or whose worker's lease ran out, for a new attempt. Undefined: there is nothing
 * to do for this message. The attempt's number is the fence of everything the worker writes afterwards.
 */
export async function claim(db: Db, runId: RunId): Promise<Run | undefined> {
  const now = sql`clock_timestamp()`
  const [row] = await db
    .update(runs)
    .set({
      status: 'running',
      attempt: sql`${runs.attempt} + 1`,
      leaseUntil: sql`${now} + ${ms(limits.lease)}`,
      startedAt: sql`coalesce(${runs.startedAt}, ${now})`,
      failures: sql`${runs.failures} + case when status = 'running' and not ${madeProgress} then 1 else 0 end`,
    })
    .where(
      and(
        eq(runs.id, runId),
        sql`((status = 'queued' and dispatched_at is not null and due_at <= ${now})
          or (status = 'running' and lease_until < ${now}))`,
      ),
    )
    .returning()
  return row && toRun(row)
}

/**
 * A message that came before its run was due (the broker's clock runs ahead): the run is owed another one. However many
 * such messages come, `tick` sends one.
 */
export async function requestResend(db: Db, runId: RunId): Promise<void> {
  await db.execute(sql`
    update runs set sent_at = null
    where id = ${runId} and status = 'queued' and dispatched_at is not null and due_at > clock_timestamp()`)
}

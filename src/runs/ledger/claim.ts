import type { RunId } from '../../shared/ids'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import { limits } from './limits'
import { runColumns, toRun } from './read'
import { insertEvent } from './run-events'
import { madeProgress } from './sql'
import { ms } from '../../db/sql'
import type { Run } from './types'

const now = sql`clock_timestamp()`
const claimable = sql`((status = 'queued' and dispatched_at is not null and due_at <= ${now})
  or (status = 'running' and lease_until < ${now}))`

/**
 * Starts a new attempt of a run that is queued and due, or whose lease has expired. The attempt number is the fencing
 * token of everything the worker then writes. Undefined: this message has no work to do.
 *
 * `for update` waits until the statements of an older attempt have ended, which hold the run `for key share`. A later
 * attempt would not see their rows, and one that the policy no longer has would stay.
 */
export async function claim(db: Db, runId: RunId): Promise<Run | undefined> {
  const locked = sql`(select id from runs where id = ${runId} and ${claimable} for update)`
  const claimed = db.$with('claimed').as(
    db
      .update(runs)
      .set({
        status: 'running',
        attempt: sql`${runs.attempt} + 1`,
        leaseUntil: sql`${now} + ${ms(limits.lease)}`,
        startedAt: sql`coalesce(${runs.startedAt}, ${now})`,
        failures: sql`${runs.failures} + case when status = 'running' and not ${madeProgress} then 1 else 0 end`,
        // why the attempt before ended is told by its event
        error: null,
        events: sql`${runs.events} + 1`,
      })
      .where(eq(runs.id, locked))
      .returning(runColumns),
  )
  const started = db.$with('started', {}).as(insertEvent(sql`claimed`, 'started', { attempt: sql`attempt` }))
  const [row] = await db.with(claimed, started).select().from(claimed)
  return row && toRun(row)
}

/**
 * Marks a run as unsent after its message came before the run was due (the broker's clock is ahead). `tick` then sends
 * one message, however many came early.
 */
export async function requestResend(db: Db, runId: RunId): Promise<void> {
  await db.execute(sql`
    update runs set sent_at = null
    where id = ${runId} and status = 'queued' and dispatched_at is not null and due_at > clock_timestamp()`)
}

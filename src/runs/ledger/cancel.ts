import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { dispatch } from './dispatch'
import { lockTenant } from './sql'
import { execute } from '../../db/sql'
import type { Run, RunStatus, OwedMessage } from './types'

/**
 * Ends a queued run at once. Asks a running one to stop: its next heartbeat sees that, or `tick` when its worker is
 * dead. Undefined: the run had already ended.
 */
export async function cancel(db: Db, run: Run): Promise<{ status: RunStatus; messages: OwedMessage[] } | undefined> {
  return db.transaction(async (tx) => {
    const [, [row], messages] = await Promise.all([
      lockTenant(tx, run.tenantId),
      execute(
        tx,
        sql`
        update runs set
          cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
          status = case status when 'queued' then 'cancelled' else status end,
          finished_at = case status when 'queued' then clock_timestamp() else finished_at end
        where id = ${run.id} and status in ('queued', 'running') returning status`,
      ),
      dispatch(tx, run.tenantId),
    ])
    return row && { status: row.status as RunStatus, messages }
  })
}

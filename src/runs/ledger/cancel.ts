import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { type TenantId, toRunId } from '../../shared/ids'
import { dispatch } from './dispatch'
import { insertEvent } from './run-events'
import { lockTenant } from './sql'
import { execute } from '../../db/sql'
import type { Run, RunStatus, OwedMessage } from './types'

/**
 * Ends a queued run at once. Asks a running one to stop: its next heartbeat sees that, or `tick` when its worker is
 * dead. `actor`: who cancels, `tid/oid`. Undefined: the run had already ended.
 */
export async function cancel(
  db: Db,
  run: Pick<Run, 'id' | 'tenantId'>,
  actor: string | null = null,
): Promise<{ status: RunStatus; messages: OwedMessage[] } | undefined> {
  return db.transaction(async (tx) => {
    const [, [row], messages] = await Promise.all([
      lockTenant(tx, run.tenantId),
      execute(
        tx,
        // asking once more is no event
        sql`
        with asked as (
          select id as run_id, cancel_requested_at is null or status = 'queued' as is_new from runs
          where id = ${run.id} and status in ('queued', 'running') for no key update),
        changed as (
          update runs set
            cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
            status = case status when 'queued' then 'cancelled' else status end,
            finished_at = case status when 'queued' then clock_timestamp() else finished_at end,
            error = case status when 'queued' then null else error end,
            events = events + case when is_new then 1 else 0 end
          from asked where id = run_id returning id, status, events, is_new),
        requested as (${insertEvent(changedTo('running'), 'cancel_requested', {}, { actor })}),
        ended as (${insertEvent(changedTo('cancelled'), 'ended', { status: 'cancelled', code: null }, { actor })})
        select status from changed`,
      ),
      dispatch(tx, run.tenantId),
    ])
    return row && { status: row.status as RunStatus, messages }
  })
}

/** Cancels all runs of a tenant that has been removed: those that wait, the newest first, and what works. */
export async function cancelAll(tx: Db, tenantId: TenantId, actor: string | null): Promise<void> {
  const active = await tx.execute(sql`
    select id from runs where tenant_id = ${tenantId} and status in ('queued', 'running') order by seq desc`)
  for (const { id } of active) await cancel(tx, { id: toRunId(id), tenantId }, actor)
}

const changedTo = (status: RunStatus) => sql`changed where is_new and status = ${status}`

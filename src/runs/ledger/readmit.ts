import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { dispatch } from './dispatch'
import { limits } from './limits'
import { insertEvent } from './run-events'
import { lockTenant } from './sql'
import { ms } from '../../db/sql'
import type { Run, OwedMessage } from './types'

/** `again`: queued anew. `superseded`: another run of this identity replaced it. `too_old`: it writes to the tenant. */
export type Readmission = { next: 'again'; messages: OwedMessage[] } | { next: 'superseded' | 'too_old' }

/**
 * Re-admits a failed run after somebody sent its message again by hand. As for a new request, a run of the same
 * identity that is active or has succeeded since supersedes it, and a busy lane makes it wait. Attempt numbers
 * continue.
 */
export async function readmit(db: Db, run: Run, { writesToTenant }: { writesToTenant: boolean }): Promise<Readmission> {
  return db.transaction(async (tx) => {
    await lockTenant(tx, run.tenantId)
    const [state] = await tx.execute(sql`
      select r.finished_at < clock_timestamp() - ${ms(limits.readmitWithin)} as old,
        exists (select from runs t where t.tenant_id = r.tenant_id and t.identity = r.identity and t.id <> r.id
          and t.status in ('queued', 'running'))
        or r.finished_at < (select t.finished_at from runs t where t.tenant_id = r.tenant_id and t.identity = r.identity
          and t.status in ('succeeded', 'partial') order by t.finished_at desc limit 1) as superseded
      from runs r where r.id = ${run.id} and r.status = 'failed'`)
    if (!state) return { next: 'superseded' as const }
    if (state.superseded === true) {
      await tx.execute(sql`
        with old as (update runs set events = events + 1 where id = ${run.id} returning id, events)
        ${insertEvent(sql`old`, 'superseded', {})}`)
      return { next: 'superseded' as const }
    }
    if (writesToTenant && state.old === true) return { next: 'too_old' as const }
    await tx.execute(sql`delete from run_items where run_id = ${run.id}`)
    await tx.execute(sql`
      with readmitted as (
        update runs set status = 'queued', due_at = clock_timestamp(), dispatched_at = null, sent_at = null, failures = 0,
          error = null, failed_by = null, counts = null, progress = null, result = null, finished_at = null,
          cancel_requested_at = null, events = events + 1
        where id = ${run.id} returning id, events)
      ${insertEvent(sql`readmitted`, 'readmitted', {})}`)
    return { next: 'again' as const, messages: await dispatch(tx, run.tenantId) }
  })
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { limits } from './limits'
import { ms } from '../../db/sql'
import type { Run } from './types'
import type { RunProgress } from '../../shared/run-progress'

/** What a heartbeat reads back from the ledger. */
export interface LeaseState {
  cancelRequested: boolean
  /** The tenant's other lane is running too, so both take half the Graph rate. */
  otherLaneBusy: boolean
}

/** Extends the lease and stores progress (null: keeps it). Undefined: another attempt owns the run. */
export async function extendLease(db: Db, run: Run, progress: RunProgress | null): Promise<LeaseState | undefined> {
  const [row] = await db.execute(sql`
    update runs set lease_until = clock_timestamp() + ${ms(limits.lease)},
      progress = coalesce(${progress && JSON.stringify(progress)}::jsonb, progress)
    where id = ${run.id} and attempt = ${run.attempt} and status = 'running'
    returning cancel_requested_at is not null as cancel,
      exists (select from runs o where o.tenant_id = runs.tenant_id and o.lane <> runs.lane
        and o.status = 'running' and o.lease_until > clock_timestamp()) as busy`)
  return row && { cancelRequested: row.cancel === true, otherLaneBusy: row.busy === true }
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { limits } from './limits'
import { ms } from '../../db/sql'
import type { Run } from './types'
import type { RunProgress } from '../../shared/run-progress'

export interface LeaseState {
  cancelRequested: boolean
  /** The tenant's other lane works too: half the rate for both. */
  otherLaneBusy: boolean
}

/** Extends the lease and shows progress. Undefined: another attempt owns the run. */
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

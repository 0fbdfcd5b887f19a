import type { RunId } from '../../shared/ids'
import type { Db } from '../../db/database'
import type { RunCounts } from '../../shared/run-progress'
import { countItems } from '../ledger/count-items'
import type { Run } from '../ledger/types'
import { findRun } from './find-run'
import { inTime } from './in-time'

/** A run of this tenant with its counts, live while it works. Throws `run.unknown`, `run.foreign`, `tenant.unknown`. */
export async function followRun(db: Db, tenantKey: string, runId: RunId): Promise<{ run: Run; counts: RunCounts }> {
  return inTime(async () => {
    const run = await findRun(db, tenantKey, runId)
    return { run, counts: run.counts ?? (await countItems(db, runId)) }
  })
}

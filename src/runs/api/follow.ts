import type { RunId } from '../../shared/ids'
import type { Db } from '../../db/database'
import type { RunCounts } from '../../shared/run-progress'
import type { Run } from '../ledger/types'
import { findRun } from './find-run'
import { withDatabaseTimeout } from './database-timeout'

/**
 * Reads a run of this tenant with its counts; until it ends they are counted from its items at each call.
 * Throws `run.unknown`, `run.foreign`, `tenant.unknown`.
 */
export async function followRun(db: Db, tenantKey: string, runId: RunId): Promise<{ run: Run; counts: RunCounts }> {
  return withDatabaseTimeout(() => findRun(db, tenantKey, runId))
}

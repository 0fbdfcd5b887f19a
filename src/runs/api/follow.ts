import type { Enter, Entry } from '../../access/enter'
import type { RunId } from '../../shared/ids'
import type { RunCounts } from '../../shared/run-progress'
import type { Run } from '../ledger/types'
import { withDatabaseTimeout } from './database-timeout'
import { findRun } from './find-run'

/**
 * Reads a run of this tenant with its counts; until it ends they are counted from its items at each call.
 * Throws `access.*`, `run.unknown`.
 */
export function followRun(
  enter: Enter,
  entry: Entry,
  tenantKey: string,
  runId: RunId,
): Promise<{ run: Run; counts: RunCounts }> {
  return withDatabaseTimeout(() => enter(entry, { tenantKey }, (tx, access) => findRun(tx, access, runId)))
}

import type { RunId } from '../../shared/ids'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import type { RunCounts } from '../../shared/run-progress'
import { requireTenant } from '../../tenants/find'
import { readRunWithCounts } from '../ledger/read'
import type { Run } from '../ledger/types'

/**
 * Reads a run with its counts, and checks that it belongs to the tenant. `tenantKey`: its `external_id` or the app's key.
 * Throws `tenant.unknown`, `run.unknown`, `run.foreign`.
 */
export async function findRun(db: Db, tenantKey: string, runId: RunId): Promise<{ run: Run; counts: RunCounts }> {
  const tenant = await requireTenant(db, tenantKey)
  const found = await readRunWithCounts(db, runId)
  if (!found) throw new AppError('run.unknown')
  if (found.run.tenantId !== tenant.externalId) throw new AppError('run.foreign')
  return found
}

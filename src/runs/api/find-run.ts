import type { RunId } from '../../shared/ids'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import { requireTenant } from '../../tenants/find'
import { readRun } from '../ledger/read'
import type { Run } from '../ledger/types'

/**
 * Reads a run and checks that it belongs to the tenant. `tenantKey`: its `external_id` or the app's key.
 * Throws `tenant.unknown`, `run.unknown`, `run.foreign`.
 */
export async function findRun(db: Db, tenantKey: string, runId: RunId): Promise<Run> {
  const tenant = await requireTenant(db, tenantKey)
  const run = await readRun(db, runId)
  if (!run) throw new AppError('run.unknown')
  if (run.tenantId !== tenant.externalId) throw new AppError('run.foreign')
  return run
}

import type { Access } from '../../access/enter'
import { requireNotForeign } from '../../access/foreign'
import { enteredTenant } from '../../access/require-tenant'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import type { RunId } from '../../shared/ids'
import type { RunCounts } from '../../shared/run-progress'
import { readRunWithCounts } from '../ledger/read'
import type { Run } from '../ledger/types'

/** Reads a run of the entered tenant with its counts. Throws `access.denied` for another tenant's, `run.unknown`. */
export async function findRun(tx: Db, access: Access, runId: RunId): Promise<{ run: Run; counts: RunCounts }> {
  const found = await readRunWithCounts(tx, runId)
  if (found?.run.tenantId === enteredTenant(access).externalId) return found
  if (found) throw new AppError('access.denied')
  await requireNotForeign(tx, 'runs', runId)
  throw new AppError('run.unknown')
}

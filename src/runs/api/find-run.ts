import type { Access } from '../../access/enter'
import { requireNotForeign } from '../../access/foreign'
import type { Db } from '../../db/database'
import { AppError } from '../../shared/errors'
import type { RunId } from '../../shared/ids'
import { readRun, readRunView } from '../ledger/read'
import type { RunView, TimesByOperation } from '../ledger/run-facts'
import type { Run } from '../ledger/types'

/** Reads a run of the entered place. Throws `access.denied` for another place's, `run.unknown`. */
export async function findRun(tx: Db, access: Access, runId: RunId): Promise<Run> {
  const run = await readRun(tx, runId)
  await requireHere(tx, access, runId, run)
  return run!
}

/** Reads a run of the entered place with all that is known of it. Throws the same. */
export async function findRunView(tx: Db, access: Access, runId: RunId, times: TimesByOperation): Promise<RunView> {
  const view = await readRunView(tx, runId, times)
  await requireHere(tx, access, runId, view?.run)
  return view!
}

async function requireHere(tx: Db, { places }: Access, runId: RunId, run: Run | undefined): Promise<void> {
  if (!run) {
    await requireNotForeign(tx, 'runs', runId)
    throw new AppError('run.unknown')
  }
  const isHere = places.some(
    ({ workspaceId, tenant }) =>
      workspaceId === run.workspaceId && (tenant === null || tenant.externalId === run.tenantId),
  )
  if (!isHere) throw new AppError('access.denied')
}

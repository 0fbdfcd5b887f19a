import type { RunId } from '../../shared/ids'
import { AppError } from '../../shared/errors'
import { cancel } from '../ledger/cancel'
import type { RunStatus } from '../ledger/types'
import { sendOwed, type SendDeps } from '../queue/send-owed'
import { findRun } from './find-run'
import { withDatabaseTimeout } from './database-timeout'
import type { TenantTurns } from './tenant-turns'

/**
 * Ends a queued run or asks a running one to stop. Throws `run.ended`, `run.unknown`, `run.foreign`, `tenant.unknown`.
 */
export async function cancelRun(
  deps: SendDeps & { turns: TenantTurns },
  tenantKey: string,
  runId: RunId,
): Promise<RunStatus> {
  const cancelled = await withDatabaseTimeout((isLate) =>
    deps.turns.take(tenantKey, isLate, async () => {
      const { run } = await findRun(deps.db, tenantKey, runId)
      return cancel(deps.db, run)
    }),
  )
  if (!cancelled) throw new AppError('run.ended')
  await sendOwed(deps, cancelled.messages)
  return cancelled.status
}

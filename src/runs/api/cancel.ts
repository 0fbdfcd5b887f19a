import type { RunId } from '../../shared/ids'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { cancel } from '../ledger/cancel'
import type { RunStatus } from '../ledger/types'
import { sendOwed, type SendDeps } from '../queue/send-owed'
import { findRun } from './find-run'
import { withTenantLock } from './database-timeout'

/**
 * Ends a queued run or asks a running one to stop. Throws `run.ended`, `run.unknown`, `run.foreign`, `tenant.unknown`.
 */
export async function cancelRun(
  deps: SendDeps & { clock: Pick<Clock, 'sleep' | 'random'> },
  tenantKey: string,
  runId: RunId,
): Promise<RunStatus> {
  const cancelled = await withTenantLock(deps.clock, async () => {
    const { run } = await findRun(deps.db, tenantKey, runId)
    return cancel(deps.db, run)
  })
  if (!cancelled) throw new AppError('run.ended')
  await sendOwed(deps, cancelled.messages)
  return cancelled.status
}

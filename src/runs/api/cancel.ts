import { auditedBy, principalText } from '../../access/caller'
import type { Enter, Entry } from '../../access/enter'
import { recordAudit } from '../../audit/record'
import { AppError } from '../../shared/errors'
import type { RunId } from '../../shared/ids'
import { cancel } from '../ledger/cancel'
import type { RunStatus } from '../ledger/types'
import { sendOwed, type SendDeps } from '../queue/send-owed'
import { findRun } from './find-run'

/**
 * Ends a queued run or asks a running one to stop. Throws `run.ended`, `run.unknown`, `access.*`.
 */
export async function cancelRun(
  deps: SendDeps & { enter: Enter },
  entry: Entry,
  tenantKey: string,
  runId: RunId,
): Promise<RunStatus> {
  const { status, messages } = await deps.enter(entry, { tenantKey }, async (tx, access) => {
    const run = await findRun(tx, access, runId)
    const cancelled = await cancel(tx, run, principalText(entry.caller))
    if (!cancelled) throw new AppError('run.ended')
    const { workspaceId, tenantId, operation } = run
    const who = auditedBy(access.caller)
    await recordAudit(tx, { workspaceId, tenantId, runId, ...who, action: 'run.cancelled', data: { operation } })
    return cancelled
  })
  await sendOwed(deps, messages)
  return status
}

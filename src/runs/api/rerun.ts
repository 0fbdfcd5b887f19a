import { type Entry, requireCapability } from '../../access/enter'
import { AppError } from '../../shared/errors'
import type { RunId } from '../../shared/ids'
import type { OperationRecord } from '../../shared/operation-record'
import { failedItems } from '../ledger/list-items'
import { findRun } from './find-run'
import { admitAndSend, admitFor, type Admitted, type AdmitDeps } from './start'

/** A rerun asks for no more items by name: above it, a new start is less work. */
const maxItems = 500

/** What a rerun works with. */
export interface RerunDeps extends AdmitDeps {
  records: ReadonlyMap<string, OperationRecord>
  cooldownMs(record: OperationRecord): number
}

/**
 * Starts what failed in an ended run once more, as a run of its own, or returns the one that does so already. Throws
 * `run.not_ended`, `run.not_rerunnable`, `run.unknown`, and what a start throws.
 */
export function rerunRun(deps: RerunDeps, entry: Entry, tenantKey: string, runId: RunId): Promise<Admitted> {
  return admitAndSend(deps, entry, tenantKey, async (tx, access) => {
    const run = await findRun(tx, access, runId)
    const record = deps.records.get(run.operation)
    if (!record?.rerun || !record.capability) throw new AppError('run.not_rerunnable')
    requireCapability(access, record.capability)
    if (!run.finishedAt) throw new AppError('run.not_ended')
    const failed = await failedItems(tx, runId, maxItems + 1)
    if (failed.length > maxItems)
      throw new AppError('run.not_rerunnable', { message: `More than ${maxItems} items failed: start it anew.` })
    const input = record.rerun.input(runId, failed)
    if (!input) throw new AppError('run.not_rerunnable')
    return admitFor(tx, access, { record, input, force: false, trailing: false, cooldownMs: deps.cooldownMs(record) })
  })
}

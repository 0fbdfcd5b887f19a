import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { type Admission, admitByKey } from '../ledger/admit'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import { type SendDeps, sendOwed } from '../queue/send-owed'
import type { SentRecorder } from '../queue/sent-recorder'
import { withTenantLock } from './database-timeout'

/** A validated request to start an operation. */
export interface StartRequest {
  tenantKey: string
  record: Pick<OperationRecord, 'name' | 'lane' | 'identity'>
  input: unknown
  force: boolean
  trailing: boolean
  cooldownMs: number
  requestedBy: string
}

/**
 * Starts a run, or returns the existing one for the same request. Waits at most 100 ms for its message to be sent.
 * Throws `tenant.unknown`, `db.unavailable`, and for an operation that runs in no queue.
 */
export async function startRun(
  deps: SendDeps & { recorder: SentRecorder; clock: Pick<Clock, 'sleep' | 'random'> },
  { record, ...request }: StartRequest,
): Promise<Admission> {
  const { name: operation, lane } = record
  if (!lane) throw new AppError('run.unknown_operation')
  const scope = scopeOf(record, request.input)
  const admission = await withTenantLock(deps.clock, () => admitByKey(deps.db, { ...request, operation, lane, scope }))
  if (!admission) throw new AppError('tenant.unknown')
  await sendOwed(deps, admission.messages, { recorder: deps.recorder })
  return admission
}

import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { type Admission, admitByKey } from '../ledger/admit'
import type { Operation } from '../operation'
import { type SendDeps, sendOwed } from '../queue/send-owed'
import type { SentRecorder } from '../queue/sent-recorder'
import { withTenantLock } from './database-timeout'

/** A validated request to start an operation. */
export interface StartRequest {
  tenantKey: string
  operation: Pick<Operation, 'name' | 'lane'>
  input: unknown
  force: boolean
  trailing: boolean
  cooldownMs: number
  requestedBy: string
}

/**
 * Starts a run, or returns the existing one for the same request. Waits at most 100 ms for its message to be sent.
 * Throws `tenant.unknown`, `db.unavailable`.
 */
export async function startRun(
  deps: SendDeps & { recorder: SentRecorder; clock: Pick<Clock, 'sleep' | 'random'> },
  { operation, ...request }: StartRequest,
): Promise<Admission> {
  const { name, lane } = operation
  const admission = await withTenantLock(deps.clock, () => admitByKey(deps.db, { ...request, operation: name, lane }))
  if (!admission) throw new AppError('tenant.unknown')
  await sendOwed(deps, admission.messages, { recorder: deps.recorder })
  return admission
}

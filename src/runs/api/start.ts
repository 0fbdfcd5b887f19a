import { AppError } from '../../shared/errors'
import { type Admission, admitByKey } from '../ledger/admit'
import type { Operation } from '../operation'
import { type SendDeps, sendOwed } from '../queue/send-owed'
import type { SentRecorder } from '../queue/sent-recorder'
import { inTime } from './in-time'

/** A request to start an operation, already checked. */
export interface StartRequest {
  tenantKey: string
  operation: Pick<Operation, 'name' | 'lane'>
  input: unknown
  force: boolean
  trailing: boolean
  cooldownMs: number
  requestedBy: string
}

/** Starts a run, or gives back the one that stands for it. The message is sent at once if the broker answers in 100 ms. */
export async function startRun(
  deps: SendDeps & { recorder: SentRecorder },
  { operation, ...request }: StartRequest,
): Promise<Admission> {
  const { name, lane } = operation
  const admission = await inTime(() => admitByKey(deps.db, { ...request, operation: name, lane }))
  if (!admission) throw new AppError('tenant.unknown')
  await sendOwed(deps, admission.messages, deps.recorder)
  return admission
}

import { AppError } from '../../shared/errors'
import { type Admission, admitByKey } from '../ledger/admit'
import type { Operation } from '../operation'
import { type Marks, ring, type RingDeps } from '../queue/send-owed'
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
  deps: RingDeps & { marks: Marks },
  { operation, ...request }: StartRequest,
): Promise<Admission> {
  const { name, lane } = operation
  const admission = await inTime(() => admitByKey(deps.db, { ...request, operation: name, lane }))
  if (!admission) throw new AppError('tenant.unknown')
  await ring(deps, admission.rungs, deps.marks)
  return admission
}

import type { Db } from '../../db/database'
import { AppError, toAppError } from '../../shared/errors'
import type { ErrorCode } from '../../shared/error-codes'
import { type Admission, admitByKey } from '../ledger/admit'
import { cancel } from '../ledger/cancel'
import { countItems } from '../ledger/count-items'
import { findTenant, readRun, type Tenant } from '../ledger/read'
import type { Run, RunCounts, RunStatus } from '../ledger/types'
import { type Marks, ring, type RingDeps } from '../queue/send-owed'
import type { Operation } from '../operation'
import { within } from '../../shared/timeout'

/** A person waits for these: the database has this long before the answer is 503. */
const patienceMs = 1_800

/** A request to start an operation, already checked. */
export interface StartRequest {
  tenantKey: string
  operation: Operation
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

/** A run of this tenant with its counts, live while it works. Throws `run.unknown`, `run.foreign`, `tenant.unknown`. */
export async function followRun(db: Db, tenantKey: string, runId: string): Promise<{ run: Run; counts: RunCounts }> {
  return inTime(async () => {
    const run = await runOf(db, tenantKey, runId)
    return { run, counts: run.counts ?? (await countItems(db, runId)) }
  })
}

/** Ends a queued run or asks a running one to stop. Throws `run.ended` as well. */
export async function cancelRun(deps: RingDeps, tenantKey: string, runId: string): Promise<RunStatus> {
  const cancelled = await inTime(async () => cancel(deps.db, await runOf(deps.db, tenantKey, runId)))
  if (!cancelled) throw new AppError('run.ended')
  await ring(deps, cancelled.rungs)
  return cancelled.status
}

/** The tenant that a route names. Throws `tenant.unknown`. */
export async function tenantOf(db: Db, tenantKey: string): Promise<Tenant> {
  const tenant = await findTenant(db, tenantKey)
  if (!tenant) throw new AppError('tenant.unknown')
  return tenant
}

async function runOf(db: Db, tenantKey: string, runId: string): Promise<Run> {
  const tenant = await tenantOf(db, tenantKey)
  const run = await readRun(db, runId)
  if (!run) throw new AppError('run.unknown')
  if (run.tenantId !== tenant.externalId) throw new AppError('run.foreign')
  return run
}

const inTime = <T>(work: () => Promise<T>) => within(patienceMs, work, () => new AppError('db.unavailable'))

/** Health: the code under which the database cannot be asked, or nothing. */
export async function probe<T>(work: () => Promise<T>): Promise<{ value: T } | { code: ErrorCode }> {
  try {
    return { value: await inTime(work) }
  } catch (error) {
    return { code: toAppError(error).code }
  }
}

import type { Db } from '../../db/database'
import { type SafeError, toSafeError } from '../../shared/errors'
import { admit } from '../ledger/admit'
import { limits } from '../ledger/limits'
import { withReconcileLock } from './lock'
import { findExpiredAndIdle, findUnsentOrLost, recoverExpired, dispatchIdleLanes, type UnsentOrLost } from './repairs'
import { allWorkspaces, recordReconcile, type Repairs } from './record'
import { takeDueSchedules } from '../schedules/due'
import { createRepairCounter, type RepairCounter } from './repair-counter'
import type { Lane } from '../ledger/types'
import type { Log } from '../../shared/log'
import type { Operation } from '../operation'
import type { RunQueues } from '../queue/service-bus'
import { sendOwed } from '../queue/send-owed'

/** What a pass works with. */
export interface ReconcileDeps {
  db: Db
  queues: RunQueues
  log: Log
  operations: ReadonlyMap<string, Operation>
}

/** What a pass did. */
export interface ReconcileResult {
  /** False: another instance is already reconciling. */
  ran: boolean
  repairs: Repairs
}

/**
 * Recovers expired leases, dispatches idle lanes, starts due schedules, and sends unsent and lost messages; at most 100
 * of each. May run anywhere at any time: every repair is safe by itself, the advisory lock only avoids double work.
 */
export async function reconcile(deps: ReconcileDeps, requestedBy: string | null = null): Promise<ReconcileResult> {
  const repairCounter = createRepairCounter()
  const ran = await withReconcileLock(deps.db, async () => {
    let failure: SafeError | null = null
    try {
      await pass(deps, repairCounter)
    } catch (error) {
      failure = toSafeError(error)
      deps.log('reconcile_failed', { code: failure.code, error: failure })
    }
    await record(deps.db, repairCounter, failure, requestedBy)
  })
  return { ran, repairs: repairCounter.total() }
}

async function pass(deps: ReconcileDeps, repairCounter: RepairCounter): Promise<void> {
  const { db, operations } = deps
  const { expired, idleTenants } = await findExpiredAndIdle(db)
  for (const run of expired) {
    await sendOwed(deps, await recoverExpired(db, run))
    repairCounter.add(run.workspaceId, 'expired')
  }
  for (const { tenantId, workspaceId } of idleTenants) {
    await sendOwed(deps, await dispatchIdleLanes(db, tenantId))
    repairCounter.add(workspaceId, 'lanes')
  }
  for (const due of await takeDueSchedules(db, limits.reconcileBatch)) {
    const operation = operations.get(due.operation)
    if (!operation) continue
    const request = { ...due, lane: 'sync' as const, cooldownMs: 0, requestedBy: 'schedule' }
    await sendOwed(deps, (await admit(db, request)).messages)
    repairCounter.add(due.workspaceId, 'scheduled')
  }
  const owed = await withoutQueued(deps, await findUnsentOrLost(db))
  await sendOwed(deps, owed)
  for (const { workspaceId } of owed) repairCounter.add(workspaceId, 'sent')
}

/** Leaves out messages that may still be queued: one is lost only if the queue's oldest message is younger. */
async function withoutQueued({ queues }: ReconcileDeps, owed: UnsentOrLost[]): Promise<UnsentOrLost[]> {
  const heads = new Map<Lane, Date | null>()
  for (const { lane, sentAt } of owed)
    if (sentAt && !heads.has(lane)) heads.set(lane, await queues.headEnqueuedAt(lane))
  return owed.filter(({ lane, sentAt }) => {
    const head = heads.get(lane)
    return !sentAt || !head || head > sentAt
  })
}

async function record(
  db: Db,
  repairCounter: RepairCounter,
  error: SafeError | null,
  requestedBy: string | null,
): Promise<void> {
  const workspaces = error || requestedBy ? await allWorkspaces(db) : repairCounter.workspaces()
  for (const id of workspaces) await recordReconcile(db, id, { repairs: repairCounter.of(id), error, requestedBy })
}

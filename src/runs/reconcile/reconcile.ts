import type { Db } from '../../db/database'
import { type SafeError, toSafeError } from '../../shared/errors'
import { admit } from '../ledger/admit'
import { limits } from '../ledger/limits'
import { withReconcileLock } from './lock'
import { findBroken, findUnsentOrLost, recoverExpired, dispatchIdleLanes, type UnsentOrLost } from './repairs'
import { allWorkspaces, recordReconcile, type Repairs } from './record'
import { takeDueSchedules } from '../schedules/due'
import { createTally, type Tally } from './tally'
import type { Lane } from '../ledger/types'
import type { Log } from '../../shared/log'
import type { Operation } from '../operation'
import type { RunQueues } from '../queue/service-bus'
import { sendOwed } from '../queue/send-owed'

export interface ReconcileDeps {
  db: Db
  queues: RunQueues
  log: Log
  operations: ReadonlyMap<string, Operation>
}

export interface ReconcileResult {
  /** False: another instance is at it. */
  ran: boolean
  repairs: Repairs
}

/**
 * Repairs what broke and sends what is owed: expired leases, idle lanes, unsent and lost messages, due schedules, at most
 * 100 of each. May run anywhere and at any time. An advisory lock lets one pass work at a time, which only saves work:
 * every repair is safe by itself.
 */
export async function reconcile(deps: ReconcileDeps, requestedBy: string | null = null): Promise<ReconcileResult> {
  const tally = createTally()
  const ran = await withReconcileLock(deps.db, async () => {
    let failure: SafeError | null = null
    try {
      await pass(deps, tally)
    } catch (error) {
      failure = toSafeError(error)
      deps.log('reconcile_failed', { error: failure })
    }
    await record(deps.db, tally, failure, requestedBy)
  })
  return { ran, repairs: tally.total() }
}

async function pass(deps: ReconcileDeps, tally: Tally): Promise<void> {
  const { db, operations } = deps
  const { expired, idleTenants } = await findBroken(db)
  for (const run of expired) {
    await sendOwed(deps, await recoverExpired(db, run))
    tally.add(run.workspaceId, 'expired')
  }
  for (const { tenantId, workspaceId } of idleTenants) {
    await sendOwed(deps, await dispatchIdleLanes(db, tenantId))
    tally.add(workspaceId, 'lanes')
  }
  for (const due of await takeDueSchedules(db, limits.reconcileBatch)) {
    const operation = operations.get(due.operation)
    if (!operation) continue
    const request = { ...due, lane: 'sync' as const, cooldownMs: 0, requestedBy: 'schedule' }
    await sendOwed(deps, (await admit(db, request)).messages)
    tally.add(due.workspaceId, 'scheduled')
  }
  const owed = await withoutQueued(deps, await findUnsentOrLost(db))
  await sendOwed(deps, owed)
  for (const { workspaceId } of owed) tally.add(workspaceId, 'sent')
}

/** A message sent long ago is lost only if the queue has moved past it: its oldest message is younger. */
async function withoutQueued({ queues }: ReconcileDeps, owed: UnsentOrLost[]): Promise<UnsentOrLost[]> {
  const heads = new Map<Lane, Date | null>()
  for (const { lane, sentAt } of owed)
    if (sentAt && !heads.has(lane)) heads.set(lane, await queues.headEnqueuedAt(lane))
  return owed.filter(({ lane, sentAt }) => {
    const head = heads.get(lane)
    return !sentAt || !head || head > sentAt
  })
}

async function record(db: Db, tally: Tally, error: SafeError | null, requestedBy: string | null): Promise<void> {
  const workspaces = error || requestedBy ? await allWorkspaces(db) : tally.workspaces()
  for (const id of workspaces) await recordReconcile(db, id, { repairs: tally.of(id), error, requestedBy })
}

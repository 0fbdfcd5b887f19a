import type { Db } from '../../db/database'
import { type SafeError, toSafeError } from '../../shared/errors'
import { admit } from '../ledger/admit'
import { limits } from '../ledger/limits'
import { aloneInTick } from './lock'
import { findBroken, findOwed, mendExpired, mendLanes, type Owed } from './repairs'
import { allWorkspaces, recordReconcile, type Repairs } from './record'
import { takeDueSchedules } from '../schedules/due'
import type { Lane } from '../ledger/types'
import type { Log } from '../../shared/log'
import type { Operation } from '../operation'
import type { Bell } from '../queue/service-bus'
import { ring } from '../queue/send-owed'

export interface TickDeps {
  db: Db
  bell: Bell
  log: Log
  operations: ReadonlyMap<string, Operation>
}

export interface TickResult {
  /** False: another instance is at it. */
  ran: boolean
  repairs: Repairs
}

/**
 * Mends what broke and sends what is owed: expired leases, idle lanes, unsent and lost messages, due schedules; at most
 * 100 of each. Depends on nothing it repairs, may run anywhere and at any time; one pass at a time by an advisory lock,
 * which saves work and guarantees nothing (every repair is safe by itself).
 */
export async function tick(deps: TickDeps, requestedBy: string | null = null): Promise<TickResult> {
  const tally = createTally()
  const ran = await aloneInTick(deps.db, async () => {
    let failure: SafeError | null = null
    try {
      await pass(deps, tally)
    } catch (error) {
      failure = toSafeError(error)
      deps.log('tick_failed', { error: failure })
    }
    await record(deps.db, tally, failure, requestedBy)
  })
  return { ran, repairs: tally.total() }
}

async function pass(deps: TickDeps, tally: Tally): Promise<void> {
  const { db, operations } = deps
  const { expired, idleTenants } = await findBroken(db)
  for (const run of expired) {
    await ring(deps, await mendExpired(db, run))
    tally.add(run.workspaceId, 'expired')
  }
  for (const { tenantId, workspaceId } of idleTenants) {
    await ring(deps, await mendLanes(db, tenantId))
    tally.add(workspaceId, 'lanes')
  }
  for (const due of await takeDueSchedules(db, limits.tickBatch)) {
    const operation = operations.get(due.operation)
    if (!operation) continue
    const request = { ...due, lane: 'sync' as const, cooldownMs: 0, requestedBy: 'schedule' }
    await ring(deps, (await admit(db, request)).rungs)
    tally.add(due.workspaceId, 'scheduled')
  }
  const owed = await reallyOwed(deps, await findOwed(db))
  await ring(deps, owed)
  for (const { workspaceId } of owed) tally.add(workspaceId, 'rung')
}

/** A message sent long ago is lost only if the queue has moved past it: its oldest message is younger. */
async function reallyOwed({ bell }: TickDeps, owed: Owed[]): Promise<Owed[]> {
  const heads = new Map<Lane, Date | null>()
  for (const { lane, sentAt } of owed) if (sentAt && !heads.has(lane)) heads.set(lane, await bell.headEnqueuedAt(lane))
  return owed.filter(({ lane, sentAt }) => {
    const head = heads.get(lane)
    return !sentAt || !head || head > sentAt
  })
}

async function record(db: Db, tally: Tally, error: SafeError | null, requestedBy: string | null): Promise<void> {
  const workspaces = error || requestedBy ? await allWorkspaces(db) : tally.workspaces()
  for (const id of workspaces) await recordReconcile(db, id, { repairs: tally.of(id), error, requestedBy })
}

type Tally = ReturnType<typeof createTally>

function createTally() {
  const none = (): Repairs => ({ expired: 0, lanes: 0, rung: 0, scheduled: 0 })
  const byWorkspace = new Map<string, Repairs>()
  const of = (workspaceId: string) => byWorkspace.get(workspaceId) ?? none()
  return {
    add(workspaceId: string, kind: keyof Repairs) {
      const repairs = of(workspaceId)
      repairs[kind]++
      byWorkspace.set(workspaceId, repairs)
    },
    of,
    workspaces: () => [...byWorkspace.keys()],
    total: () =>
      [...byWorkspace.values()].reduce(
        (sum, r) => ({
          expired: sum.expired + r.expired,
          lanes: sum.lanes + r.lanes,
          rung: sum.rung + r.rung,
          scheduled: sum.scheduled + r.scheduled,
        }),
        none(),
      ),
  }
}

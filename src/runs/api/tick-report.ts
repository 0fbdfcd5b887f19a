import type { Clock } from '../../shared/clock'
import type { Db } from '../../db/database'
import type { ErrorCode } from '../../shared/error-codes'
import { toAppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import type { Telemetry } from '../../shared/telemetry'
import { identityOf } from '../ledger/admit'
import { countSyncs, type SyncState } from '../ledger/count-syncs'
import type { WorkerHealth } from './health'

const dayMs = 86_400_000

interface ReportDeps {
  db: Db
  /** When the first credential ends that Graph is read with; null: that is not known. */
  credentialExpiresAt: () => Date | null
  clock: Pick<Clock, 'now'>
  health: () => Promise<WorkerHealth | { code: ErrorCode }>
  /** The operation without which a tenant is late. */
  sync: OperationRecord
  log: Log
  telemetry: Telemetry
}

/** What a pass of reconcile did, in numbers. */
export interface PassSummary {
  status: string
  durationMs: number
  repaired: number
  failedRepairs: number
}

/** Makes the report of a pass: one event with the state of the whole system, and its metrics. It never throws. */
export function createTickReport({ db, clock, health, credentialExpiresAt, sync, log, telemetry }: ReportDeps) {
  const counted = { name: sync.name, identity: identityOf(sync.name, scopeOf(sync, {})) }
  return async (pass: PassSummary): Promise<void> => {
    const [state, syncs] = await Promise.all([
      health(),
      countSyncs(db, counted).catch((error: unknown) => ({ code: toAppError(error).code })),
    ])
    const unknown = 'code' in state ? state.code : 'code' in syncs ? syncs.code : undefined
    const system = { ...('code' in state ? {} : fieldsOf(state)), ...('code' in syncs ? {} : syncs) }
    const expires = credentialExpiresAt()
    const credentialExpiresInDays = expires && Math.floor((expires.getTime() - clock.now()) / dayMs)
    log('tick', { ...pass, ...system, credentialExpiresInDays, ...(unknown && { code: unknown }) })
    if (!('code' in state) && !('code' in syncs)) measureState(telemetry, state, syncs)
  }
}

function fieldsOf(health: WorkerHealth) {
  const { queue, deadLetters, owed, late, failingTenants, oldestWaitingSeconds, connections } = health
  return {
    waiting: queue.waiting,
    running: queue.active,
    completed24h: queue.completed,
    failed24h: queue.failed,
    owed,
    late,
    failingTenants,
    oldestWaitingSeconds,
    deadLettersSync: deadLetters.queues.sync,
    deadLettersInteractive: deadLetters.queues.interactive,
    connectionsOpen: connections.open,
    connectionsLimit: connections.limit,
  }
}

function measureState({ measure }: Telemetry, health: WorkerHealth, syncs: SyncState): void {
  measure('tenantpilot.runs', health.queue.waiting, { state: 'queued' })
  measure('tenantpilot.runs', health.queue.active, { state: 'running' })
  measure('tenantpilot.runs.oldest_due', health.oldestWaitingSeconds ?? 0)
  measure('tenantpilot.runs.oldest_owed', syncs.oldestOwedSeconds ?? 0)
  measure('tenantpilot.sync.oldest_due', syncs.oldestDueSyncSeconds ?? 0)
  for (const lane of ['sync', 'interactive'] as const)
    measure('tenantpilot.dead_letters', health.deadLetters.queues[lane], { lane })
}

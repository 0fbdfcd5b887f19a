import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import { toAppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { type OperationRecord, scopeOf } from '../../shared/operation-record'
import type { Telemetry } from '../../shared/telemetry'
import { identityOf } from '../ledger/admit'
import { countSyncs } from '../ledger/count-syncs'
import type { createLooks } from './health'
import { createLook } from './look'

const dayMs = 86_400_000

interface ReportDeps {
  db: Db
  clock: Pick<Clock, 'now'>
  look: ReturnType<typeof createLooks>
  /** When the first credential ends that Graph is read with; null: that is not known. */
  credentialExpiresAt: () => Date | null
  /** The operation without which a tenant is late. */
  sync: OperationRecord
  log: Log
  telemetry: Telemetry
}

/** What a pass of reconcile did, in numbers. */
interface PassSummary {
  status: string
  durationMs: number
  repaired: number
  failedRepairs: number
}

type Numbers = Readonly<Record<string, number | null>>

/**
 * Makes the report of a pass: one event with the state of the whole system, and its metrics. What could not be counted is left
 * out, and `code` says why. It never throws.
 */
export function createTickReport({ db, clock, look, credentialExpiresAt, sync, log, telemetry }: ReportDeps) {
  const counted = { name: sync.name, identity: identityOf(sync.name, scopeOf(sync, {})) }
  const countLate = createLook('db.unavailable', () => countSyncs(db, counted))
  const parts: (() => Promise<Numbers>)[] = [
    async () => toNumbers(await look.database()),
    async () => {
      const { sync: deadLettersSync, interactive: deadLettersInteractive } = await look.deadLetters()
      return { deadLettersSync, deadLettersInteractive }
    },
    async () => ({ ...(await countLate()) }),
    async () => {
      const expires = credentialExpiresAt()
      return { credentialExpiresInDays: expires && Math.floor((expires.getTime() - clock.now()) / dayMs) }
    },
  ]
  return async (pass: PassSummary): Promise<void> => {
    const found = await Promise.allSettled(parts.map((part) => part()))
    const numbers = Object.assign(
      {},
      ...found.map((each) => (each.status === 'fulfilled' ? each.value : {})),
    ) as Numbers
    const failed = found.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    log('tick', { ...pass, ...numbers, ...(failed && { code: toAppError(failed.reason).code }) })
    measureState(telemetry, numbers)
  }
}

type Found = Awaited<ReturnType<ReportDeps['look']['database']>>

const toNumbers = ({ queue, trouble, database: { connections } }: Found): Numbers => ({
  waiting: queue.waiting,
  running: queue.active,
  completed24h: queue.completed,
  failed24h: queue.failed,
  owed: trouble.owed,
  late: trouble.late,
  failingTenants: trouble.failingTenants,
  oldestWaitingSeconds: trouble.oldestWaitingSeconds,
  connectionsOpen: connections.open,
  connectionsLimit: connections.limit,
})

/** The metrics of the whole system, by the number that each one tells. Of a time, none is 0: nothing waits. */
const gauges = [
  ['waiting', 'tenantpilot.runs', { state: 'queued' }],
  ['running', 'tenantpilot.runs', { state: 'running' }],
  ['oldestWaitingSeconds', 'tenantpilot.runs.oldest_due', {}],
  ['oldestOwedSeconds', 'tenantpilot.runs.oldest_owed', {}],
  ['oldestDueSyncSeconds', 'tenantpilot.sync.oldest_due', {}],
  ['deadLettersSync', 'tenantpilot.dead_letters', { lane: 'sync' }],
  ['deadLettersInteractive', 'tenantpilot.dead_letters', { lane: 'interactive' }],
] as const

function measureState({ measure }: Telemetry, numbers: Numbers): void {
  for (const [number, metric, by] of gauges) if (number in numbers) measure(metric, numbers[number] ?? 0, by)
}

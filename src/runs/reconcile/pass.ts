import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import type { Log } from '../../shared/log'
import { stackFrames } from '../../shared/stack-frames'
import { limits } from '../ledger/limits'
import type { OwedMessage } from '../ledger/types'
import type { Lane, OperationRecord } from '../../shared/operation-record'
import { sendOwed } from '../queue/send-owed'
import type { RunQueues } from '../queue/service-bus'
import { findDueSchedules, startDueSchedule } from '../schedules/due'
import { findExpired, findIdle, findNeverSent, findPerhapsLost, type PerhapsLost, type Unsent } from './look-ups'
import type { PassRecords } from './record'
import type { RepairKind, RepairResults, Subject } from './repair-results'
import { dispatchIdleLanes, recoverExpired } from './repairs'

/** Deletes what is old: at most `limit` rows, oldest first. Returns how many. */
export interface Purge {
  name: string
  purge(limit: number): Promise<number>
}

/** What a pass works with. */
export interface PassDeps {
  db: Db
  queues: RunQueues
  log: Log
  clock: Clock
  /** Records of operations, by name. */
  records: ReadonlyMap<string, OperationRecord>
  purges: readonly Purge[]
}

type Repair<Found> = (found: Found) => Promise<readonly OwedMessage[] | undefined>

const subjectOf = ({ workspaceId, tenantId, id }: Unsent): Subject => ({ workspaceId, tenantId, runId: id })

/**
 * Looks up what needs a repair and repairs it. Each look-up and each repair stands alone: what fails is noted in the
 * results, and the next one begins.
 */
export class Pass {
  readonly #deps: PassDeps
  readonly #records: PassRecords
  readonly #results: RepairResults
  readonly #endsAt: number

  constructor(deps: PassDeps, records: PassRecords, results: RepairResults) {
    this.#deps = deps
    this.#records = records
    this.#results = results
    this.#endsAt = deps.clock.now() + limits.reconcilePass
  }

  async run(): Promise<void> {
    const { db } = this.#deps
    await this.#send(await this.#find('messages never sent', () => findNeverSent(db)))
    const expired = await this.#find('expired leases', () => findExpired(db))
    await this.#repairAll('expired', expired, (run) => recoverExpired(db, run))
    const idle = await this.#find('idle lanes', () => findIdle(db))
    await this.#repairAll('lanes', idle, ({ tenantId }) => dispatchIdleLanes(db, tenantId))
    await this.#startSchedules()
    await this.#send(await this.#withoutQueued(await this.#find('lost messages', () => findPerhapsLost(db))))
    for (const purge of this.#deps.purges) await this.#purge(purge)
  }

  async #purge({ name, purge }: Purge): Promise<void> {
    const { purgeBatch, purgeBatches } = limits
    let deleted = 0
    for (let batch = 0; batch < purgeBatches && deleted === batch * purgeBatch; batch++) {
      const [rows] = await this.#find(name, async () => [await purge(purgeBatch)])
      deleted += rows ?? 0
    }
    if (deleted > 0) this.#deps.log('purged', { purge: name, rows: deleted })
  }

  async #find<Found>(lookUp: string, find: () => Promise<Found[]>): Promise<Found[]> {
    if (this.#isOver()) return []
    try {
      return await find()
    } catch (error) {
      this.#results.addFailedLookUp(lookUp, error)
      return []
    }
  }

  /** Opens the record of a workspace. The repairs do without it when that fails. */
  async #open(workspaceId: string): Promise<void> {
    await this.#records.open(workspaceId).catch((error: unknown) => {
      this.#results.addFailedLookUp('record of the pass', error)
    })
  }

  async #repairAll<Found extends Subject>(
    kind: RepairKind,
    found: readonly Found[],
    repair: Repair<Found>,
  ): Promise<void> {
    const owed: OwedMessage[] = []
    for (const subject of found) {
      if (this.#isOver()) break
      try {
        await this.#open(subject.workspaceId)
        const messages = await repair(subject)
        if (messages) this.#results.addDone(kind, subject)
        owed.push(...(messages ?? []))
      } catch (error) {
        this.#noteFailure(kind, subject, error)
      }
    }
    await sendOwed(this.#deps, owed)
  }

  /** Starts due schedules until none is left. One that fails stays due, and is not tried twice in a pass. */
  async #startSchedules(): Promise<void> {
    const { db, records } = this.#deps
    const tried = new Set<string>()
    while (!this.#isOver()) {
      const found = await this.#find('due schedules', () => findDueSchedules(db, limits.reconcileBatch + tried.size))
      const due = found.filter(({ tenantId, operation }) => !tried.has(`${tenantId} ${operation}`))
      if (due.length === 0) return
      for (const { tenantId, operation } of due) tried.add(`${tenantId} ${operation}`)
      await this.#repairAll('scheduled', due, (schedule) => {
        const record = records.get(schedule.operation)
        if (!record?.lane) throw new AppError('run.unknown_operation')
        return startDueSchedule(db, schedule, record)
      })
    }
  }

  async #send(unsent: readonly Unsent[]): Promise<void> {
    for (const workspaceId of new Set(unsent.map((message) => message.workspaceId))) await this.#open(workspaceId)
    const late = new Set<OwedMessage>(await sendOwed(this.#deps, unsent, { waitMs: limits.reconcileSend }))
    for (const message of unsent) {
      if (late.has(message)) this.#noteFailure('sent', subjectOf(message), new AppError('queue.unavailable'))
      else this.#results.addDone('sent', subjectOf(message))
    }
  }

  /** Leaves out messages that may still be queued: one is lost only if the queue's oldest message is younger. */
  async #withoutQueued(messages: readonly PerhapsLost[]): Promise<PerhapsLost[]> {
    const lost: PerhapsLost[] = []
    for (const lane of new Set(messages.map((message) => message.lane))) {
      const sentToIt = messages.filter((message) => message.lane === lane)
      lost.push(...(await this.#lostOf(lane, sentToIt)))
    }
    return lost
  }

  async #lostOf(lane: Lane, messages: readonly PerhapsLost[]): Promise<PerhapsLost[]> {
    try {
      const head = await this.#deps.queues.headEnqueuedAt(lane)
      return messages.filter(({ queuedAt }) => !head || head > queuedAt)
    } catch (error) {
      for (const message of messages) this.#noteFailure('sent', subjectOf(message), error)
      return []
    }
  }

  #isOver(): boolean {
    return this.#deps.clock.now() >= this.#endsAt
  }

  #noteFailure(kind: RepairKind, subject: Subject, cause: unknown): void {
    const { repair, tenantId, runId, operation, error } = this.#results.addFailed(kind, subject, cause)
    const frames = error.category === 'bug' ? { frames: stackFrames(cause) } : {}
    this.#deps.log('repair_failed', { repair, tenantId, jobId: runId, operation, code: error.code, ...frames })
  }
}

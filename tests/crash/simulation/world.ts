import { AsyncLocalStorage } from 'node:async_hooks'
import type { AttemptDeps } from '../../../src/runs/worker/attempt'
import { toAppError } from '../../../src/shared/errors'
import type { Lane } from '../../../src/shared/operation-record'
import { type Task, createTask, createProcess, type SimProcess } from './processes'
import { type Random, createRandom } from './random'
import type { Transaction } from './simulated-client'
import { crash } from './crash'
import type { Known } from './invariants'
import { createSimBroker } from './sim-broker'
import { epoch, type SimDatabase } from './sim-database'
import { Scheduler } from './scheduler'
import { dependenciesOf, clockOf } from './dependencies'
import { Tally } from './tally'
import { createUpstream, simOperation, simRecord } from './upstream'

/** What a test takes out, to see the simulation notice. */
export interface Walls {
  rewrite?: (query: string) => string
  noReconcile?: boolean
}

/** The task that runs: a timer made inside finds its way to the scheduler. */
export const currentTask = new AsyncLocalStorage<{ world: World; task: Task }>()

const uuid = (n: number) => `00000000-0000-4000-a000-${String(n).padStart(12, '0')}`

/** Everything of one simulation. */
export class World {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly tally = new Tally()
  readonly upstream
  readonly brokerOff: number
  readonly broker
  readonly records = [
    simRecord('sim.sync', { lane: 'sync', cooldownSeconds: 0 }),
    simRecord('sim.cool', { lane: 'interactive', cooldownSeconds: 900 }),
  ]
  readonly operations
  readonly workspaceId = uuid(1)
  readonly tenants: string[]
  processes: SimProcess[] = []
  /** Transactions whose client is gone without the server's knowing. */
  readonly orphans = new Set<Transaction>()
  /** No more faults: everything must come to an end. */
  calm = false
  databaseAway = false
  brokerDown = false
  /** What must not be. */
  readonly violations: string[] = []
  readonly trace: string[] = []
  /** Messages of a run that came into being without the ledger's asking for them. */
  readonly extras = new Tally()
  /** Copies of a run's message sent by hand. */
  readonly byHand = new Tally()
  /** How the last delivery of each message ended, by lane and the number it was first given. */
  readonly endings = new Map<string, string>()
  /** Messages that were held (a copy was sent), or came to a second worker while a frozen one had them. */
  readonly elsewhere = new Set<string>()
  /** Dead letters taken out by hand. */
  readonly resent = new Set<string>()
  /** Every run, as the checks have seen it. */
  readonly known = new Map<string, Known>()

  readonly seed: number
  readonly database: SimDatabase
  readonly walls: Walls

  constructor(seed: number, database: SimDatabase, walls: Walls = {}) {
    this.seed = seed
    this.database = database
    this.walls = walls
    this.random = createRandom(seed)
    this.scheduler = new Scheduler({ blocked: database.blocked, kill: (process) => crash(this, process) })
    this.brokerOff = this.clockError(5) + this.random.between(-900, 900)
    this.broker = createSimBroker(epoch + this.brokerOff)
    this.upstream = createUpstream(this.random)
    this.tenants = [uuid(2), uuid(3), uuid(4)].slice(0, this.random.between(2, 3))
    const around = {
      upstream: this.upstream,
      random: this.random,
      clockOf: () => clockOf(this, currentTask.getStore()!.task),
    }
    this.operations = this.records.map((record) => simOperation(record, around))
    this.processes = ['A', 'B', 'C'].map((name) => createProcess(name, this.clockError(10), 0))
  }

  log(line: string): void {
    this.trace.push(`${(this.scheduler.now / 1000).toFixed(3)} ${line}`)
  }

  reportViolation(what: string): void {
    this.log(`WRONG: ${what}`)
    this.violations.push(what)
  }

  clockError(most: number): number {
    return this.random.pick([0, 0, 1, -1]) * this.random.between(1, most) * 60_000
  }

  /** Starts something in a process. What it throws must be one of the codes. */
  start(
    process: SimProcess,
    name: string,
    allowed: string[],
    work: (deps: AttemptDeps, task: Task) => Promise<void>,
  ): Task {
    const task = createTask(`${process.name}:${name}`, process)
    void currentTask
      .run({ world: this, task }, () => work(dependenciesOf(this, task), task))
      .catch((error: unknown) => {
        const { code, cause } = toAppError(error)
        if (!allowed.includes(code)) this.reportViolation(`${task.name} threw ${code} (${String(cause ?? error)})`)
      })
      .finally(() => process.tasks.delete(task))
    return task
  }

  /** Abandons a message; without effect when its lock has run out. */
  abandon({ lane, token }: { lane: Lane; token: string }): void {
    try {
      this.broker.main(lane).abandon(token)
    } catch {
      this.tally.add('lock lost')
    }
  }

  /** A message comes back although its worker has sent the next one: there are more of them than the ledger wanted. */
  countExtraMessages({ sent }: Task): void {
    for (const runId of sent) this.extras.add(runId)
  }
}

import type { RunId } from '../../../src/shared/ids'
import { toAppError } from '../../../src/shared/errors'
import { admit, type AdmitRequest } from '../../../src/runs/ledger/admit'
import { cancel } from '../../../src/runs/ledger/cancel'
import { readRun } from '../../../src/runs/ledger/read'
import type { Lane } from '../../../src/shared/operation-record'
import { sendOwed } from '../../../src/runs/queue/send-owed'
import { runMessage } from '../../../src/runs/worker/run-message'
import { createReconcileLock } from '../../../src/runs/reconcile/lock'
import { reconcile } from '../../../src/runs/reconcile/reconcile'
import type { Task, SimProcess } from './processes'
import { bodyOf, runIdOf } from './sim-broker'
import type { World } from './world'

const capacity = 4
const away = ['db.unavailable', 'queue.unavailable']

/** Processes that take part in anything now. */
export const awake = (world: World): SimProcess[] =>
  world.processes.filter((process) => process.stalledUntil <= world.scheduler.now)

const free = (world: World) =>
  awake(world).filter((p) => !p.drain.signal.aborted && [...p.tasks].filter((a) => a.delivery).length < capacity)

/** The host hands a waiting message to a process; false: nothing waits, or nobody has room. */
export function deliver(world: World, lanes: Lane[] = world.broker.waiting()): boolean {
  const { random, broker } = world
  const processes = free(world)
  if (lanes.length === 0 || processes.length === 0) return false
  const lane = random.pick(lanes)
  const entry = broker.main(lane).receive()
  if (!entry) return false
  const process = random.pick(processes)
  const key = `${lane}/${entry.sequenceNumber}`
  const { token } = entry
  const twice = world.processes.some(({ tasks }) => [...tasks].some((other) => other.delivery?.key === key))
  if (twice) world.elsewhere.add(key)
  const delivery = {
    enqueuedAt: new Date(entry.enqueuedAt),
    sequenceNumber: String(entry.sequenceNumber),
    deliveryCount: entry.deliveryCount + 1,
  }
  world.log(`${process.name} gets ${key} of ${runIdOf(entry)?.slice(-4)}, delivery ${delivery.deliveryCount}`)
  const task = world.start(process, key, [], async (deps, task) => {
    const thrown = await runMessage(deps, lane, bodyOf(entry), delivery).then(
      () => null,
      (error: unknown) => toAppError(error).code,
    )
    checkEnding(world, task, thrown, broker.originOf(entry.message), runIdOf(entry))
    const settling = async () => settle(world, task, thrown)
    // what the host could not settle comes back when its lock runs out
    await world.scheduler
      .schedule(task, { kind: 'settle', what: `settle ${key}`, run: settling })
      .catch(() => world.countExtraMessages(task))
    delete task.delivery
    if (world.scheduler.now - process.lastReconcile > 30_000) startReconcile(world, process)
  })
  task.delivery = { lane, token, key, leftover: world.endings.get(key) === 'message.leftover' }
  return true
}

/** A message may throw only for a reason of its own, and only one sent by hand takes a failed run up again. */
function checkEnding(world: World, task: Task, thrown: string | null, origin: string, runId = ''): void {
  const { key, leftover } = task.delivery!
  const expected = ['message.leftover', 'message.unreadable', 'run.unknown', 'queue.unavailable']
  if (thrown && !expected.includes(thrown)) world.reportViolation(`message ${key} threw ${thrown}`)
  if (task.readmitted === 'again' && origin !== 'hand') world.tally.add('taken up by a stray message')
  if (task.readmitted === 'again' && leftover)
    world.reportViolation(`message ${key} failed ${runId} and took it up again`)
  // once leftover, always: what befalls its last deliveries does not matter
  if (world.endings.get(key) !== 'message.leftover') world.endings.set(key, thrown ?? 'completed')
}

function settle(world: World, task: Task, thrown: string | null): void {
  const { lane, token } = task.delivery!
  delete task.delivery
  if (thrown) {
    world.countExtraMessages(task)
    return world.abandon({ lane, token })
  }
  try {
    world.broker.main(lane).complete(token)
  } catch {
    world.tally.add('lock lost')
    world.countExtraMessages(task)
  }
}

export function startReconcile(world: World, process: SimProcess): void {
  if (world.walls.noReconcile) return
  process.lastReconcile = world.scheduler.now
  const failed = 'ops.reconcile_adapter_runs.failed'
  world.start(process, 'reconcile', [...away, failed], async (deps) => {
    const { repairs } = await reconcile({
      renew() {},
      ...deps,
      lock: createReconcileLock({ db: deps.db, renew() {} }, deps.clock),
      records: new Map([...deps.operations].map(([name, { record }]) => [name, record])),
      purges: [],
    })
    for (const [what, n] of Object.entries(repairs)) world.tally.add(`repaired: ${what}`, n)
  })
}

type Request = Pick<AdmitRequest, 'tenantId' | 'force' | 'trailing'> & { operation: string; source: string }

export function startRun(world: World, process: SimProcess, { tenantId, operation, source, ...how }: Request): void {
  const { workspaceId, records } = world
  const { lane, cooldownSeconds } = records.find(({ name }) => name === operation)!
  const request = {
    workspaceId,
    tenantId,
    operation,
    lane: lane!,
    input: { source },
    cooldownMs: cooldownSeconds * 1000,
    ...how,
  }
  world.start(process, 'start', away, async (deps) => {
    const admission = await admit(deps.db, { ...request, requestedBy: how.force ? 'forced' : 'person' })
    world.log(
      `admitted ${admission.runId.slice(-4)} ${JSON.stringify({ tenantId, source, ...how })} ${admission.deduplicated ? 'again' : 'anew'}`,
    )
    await sendOwed(deps, admission.messages)
  })
}

export function startCancel(world: World, process: SimProcess, runId: RunId): void {
  world.start(process, 'cancel', away, async (deps) => {
    const run = await readRun(deps.db, runId)
    const cancelled = run && (await cancel(deps.db, run))
    if (!cancelled) return
    world.log(`cancel of ${runId.slice(-4)}: ${cancelled.status}`)
    world.tally.add('cancels')
    await sendOwed(deps, cancelled.messages)
  })
}

import { toRunId, toTenantId } from '../../../src/shared/ids'
import { createProcess } from './processes'
import { resendDeadLetter, sendByHand, withRun } from './by-hand'
import { crash } from './crash'
import { pass } from './pass-time'
import { awake, deliver, startCancel, startRun, startReconcile } from './tasks'
import type { World } from './world'

const weights = {
  deliver: 40,
  pass: 30,
  start: 16,
  cancel: 1.5,
  copy: 3,
  resendDeadLetter: 6,
  unreadable: 0.5,
  repair: 2,
  change: 2,
  reconcile: 3,
  stall: 2.5,
  crash: 1,
  drain: 1,
  clock: 1,
  broker: 1.2,
  database: 1.2,
}

/** Makes something happen: a request, a message, time, or a fault. */
export async function nextEvent(world: World, maxRuns: number): Promise<void> {
  const { random, tally } = world
  const [process] = [...awake(world)].sort(() => random.next() - 0.5)
  const repairing = {
    database: world.databaseAway ? 8 : weights.database,
    broker: world.brokerDown ? 8 : weights.broker,
  }
  const what = random.weighted({ ...weights, ...repairing })
  if (!process && what !== 'pass') return
  switch (what) {
    case 'deliver':
      return void deliver(world)
    case 'pass':
      return void (await pass(world, span(world)))
    case 'start':
      return start(world, maxRuns)
    case 'cancel':
      return withRun(world, (runId) => startCancel(world, process!, toRunId(runId)))
    case 'copy':
      return withRun(world, (runId, lane) => sendByHand(world, lane, { v: 1, runId }))
    case 'resendDeadLetter':
      return resendDeadLetter(world)
    case 'unreadable':
      tally.add('unreadable')
      return world.broker.send('sync', random.pick(['hello', { v: 2 }, { v: 1, runId: unknownRun }]))
    case 'repair':
      return withRun(world, (runId) => void (world.upstream.repair(runId) && tally.add('repaired operation')))
    case 'change':
      return world.upstream.change(random.pick(['a', 'b', 'c', 'd']))
    case 'reconcile':
      return startReconcile(world, process!)
    case 'stall':
      return stall(world)
    case 'crash':
      return crash(world, process!)
    case 'drain':
      return drain(world)
    case 'clock':
      tally.add('clock jumps')
      process!.clockOff = world.clockError(10)
      return
    case 'broker':
      world.brokerDown = !world.brokerDown
      if (world.brokerDown) tally.add('broker down')
      return world.log(`broker ${world.brokerDown ? 'down' : 'up'}`)
    case 'database':
      return setDatabase(world, !world.databaseAway)
  }
}

const unknownRun = '00000000-0000-4000-9000-000000000000'

export async function setDatabase(world: World, away: boolean): Promise<void> {
  world.databaseAway = away
  world.log(`database ${away ? 'away' : 'there'}`)
  if (!away) return
  world.tally.add('database away')
  const tasks = world.processes.flatMap((process) => [...process.tasks])
  const open = [...world.orphans, ...tasks.flatMap(({ transactions }) => [...transactions])]
  for (const transaction of open) await transaction.break('CONNECTION_CLOSED')
  await world.scheduler.settled()
}

const spans: readonly (readonly [number, number])[] = [
  [50, 300],
  [1_000, 15_000],
  [1_000, 15_000],
  [15_000, 120_000],
  [120_000, 1_200_000],
]

function span({ random }: World): number {
  const [from, to] = random.pick(spans)
  return random.between(from, to)
}

/** A process freezes, rather one that is at work, and often for longer than a lease. */
function stall(world: World): void {
  const { random, scheduler, tally } = world
  const working = awake(world).filter(({ tasks }) => [...tasks].some(({ delivery }) => delivery))
  const process = random.pick(working.length > 0 ? working : awake(world))
  tally.add('pauses')
  process.stalledUntil = scheduler.now + random.between(5_000, random.pick([60_000, 300_000]))
  process.hostRenews = random.chance(0.5)
  world.log(`${process.name} is frozen until ${process.stalledUntil / 1000}`)
}

/** The host stops a process: attempts give their places back, then it is gone. */
function drain(world: World): void {
  const process = world.random.pick(awake(world))
  if (process.drain.signal.aborted) return
  world.tally.add('drains')
  world.log(`${process.name} drains`)
  process.drain.abort()
}

/** Processes that have drained make room for new ones. */
export function replaceDrained(world: World): void {
  world.processes = world.processes.map((process) =>
    process.drain.signal.aborted && process.tasks.size === 0
      ? createProcess(`${process.name}'`, world.clockError(10), process.lastReconcile)
      : process,
  )
}

function start(world: World, maxRuns: number): void {
  const { random, tally, known } = world
  if (known.size >= maxRuns) return
  const [operation, source] = random.pick([['sim.sync', 'a'], ['sim.sync', 'b'], ['sim.cool', 'c'], ['sim.cool', 'd']] as const) // prettier-ignore
  const how = random.chance(0.2) ? { trailing: true } : random.chance(0.2) ? { force: true } : {}
  for (const key of Object.keys(how)) tally.add(key)
  startRun(world, random.pick(awake(world)), {
    tenantId: toTenantId(random.pick(world.tenants)),
    operation,
    source,
    ...how,
  })
}

import { toRunId, toTenantId } from '../../src/shared/ids'
import { createProcess } from './actors'
import { redrive, sendByHand, withRun } from './by-hand'
import { crash } from './crash'
import { pass } from './passing-time'
import { awake, deliver, startCancel, startRun, startTick } from './work'
import type { World } from './world'

const weights = {
  deliver: 40,
  pass: 30,
  start: 16,
  cancel: 1.5,
  copy: 3,
  redrive: 6,
  unreadable: 0.5,
  mend: 2,
  change: 2,
  tick: 3,
  stall: 2.5,
  crash: 1,
  drain: 1,
  clock: 1,
  broker: 1.2,
  database: 1.2,
}

/** Something happens: a request, a message, time, or a fault. */
export async function happen(world: World, maxRuns: number): Promise<void> {
  const { chance, tally } = world
  const [process] = [...awake(world)].sort(() => chance.next() - 0.5)
  const mending = { database: world.databaseAway ? 8 : weights.database, broker: world.brokerDown ? 8 : weights.broker }
  const what = chance.weighted({ ...weights, ...mending })
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
    case 'redrive':
      return redrive(world)
    case 'unreadable':
      tally.add('unreadable')
      return world.broker.send('sync', chance.pick(['hello', { v: 2 }, { v: 1, runId: unknownRun }]))
    case 'mend':
      return withRun(world, (runId) => void (world.upstream.mend(runId) && tally.add('mended operation')))
    case 'change':
      return world.upstream.change(chance.pick(['a', 'b', 'c', 'd']))
    case 'tick':
      return startTick(world, process!)
    case 'stall':
      return stall(world)
    case 'crash':
      return crash(world, process!)
    case 'drain':
      return drain(world)
    case 'clock':
      tally.add('clock jumps')
      process!.clockOff = world.minutesOff(10)
      return
    case 'broker':
      world.brokerDown = !world.brokerDown
      if (world.brokerDown) tally.add('broker down')
      return world.says(`broker ${world.brokerDown ? 'down' : 'up'}`)
    case 'database':
      return setDatabase(world, !world.databaseAway)
  }
}

const unknownRun = '00000000-0000-4000-9000-000000000000'

export async function setDatabase(world: World, away: boolean): Promise<void> {
  world.databaseAway = away
  world.says(`database ${away ? 'away' : 'there'}`)
  if (!away) return
  world.tally.add('database away')
  const actors = world.processes.flatMap((process) => [...process.actors])
  const open = [...world.orphans, ...actors.flatMap(({ transactions }) => [...transactions])]
  for (const transaction of open) await transaction.break('CONNECTION_CLOSED')
  await world.stage.settled()
}

const spans: readonly (readonly [number, number])[] = [
  [50, 300],
  [1_000, 15_000],
  [1_000, 15_000],
  [15_000, 120_000],
  [120_000, 1_200_000],
]

function span({ chance }: World): number {
  const [from, to] = chance.pick(spans)
  return chance.between(from, to)
}

/** A process freezes, rather one that is at work, and often for longer than a lease. */
function stall(world: World): void {
  const { chance, stage, tally } = world
  const working = awake(world).filter(({ actors }) => [...actors].some(({ delivery }) => delivery))
  const process = chance.pick(working.length > 0 ? working : awake(world))
  tally.add('pauses')
  process.stalledUntil = stage.now + chance.between(5_000, chance.pick([60_000, 300_000]))
  process.hostRenews = chance.hit(0.5)
  world.says(`${process.name} is frozen until ${process.stalledUntil / 1000}`)
}

/** The host stops a process: attempts give their places back, then it is gone. */
function drain(world: World): void {
  const process = world.chance.pick(awake(world))
  if (process.drain.signal.aborted) return
  world.tally.add('drains')
  world.says(`${process.name} drains`)
  process.drain.abort()
}

/** Processes that have drained make room for new ones. */
export function replaceDrained(world: World): void {
  world.processes = world.processes.map((process) =>
    process.drain.signal.aborted && process.actors.size === 0
      ? createProcess(`${process.name}'`, world.minutesOff(10), process.lastTick)
      : process,
  )
}

function start(world: World, maxRuns: number): void {
  const { chance, tally, known } = world
  if (known.size >= maxRuns) return
  const [operation, source] = chance.pick([['sim.sync', 'a'], ['sim.sync', 'b'], ['sim.cool', 'c'], ['sim.cool', 'd']] as const) // prettier-ignore
  const how = chance.hit(0.2) ? { trailing: true } : chance.hit(0.2) ? { force: true } : {}
  for (const key of Object.keys(how)) tally.add(key)
  startRun(world, chance.pick(awake(world)), {
    tenantId: toTenantId(chance.pick(world.tenants)),
    operation,
    source,
    ...how,
  })
}

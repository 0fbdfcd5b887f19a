import { toTenantId } from '../../src/shared/ids'
import { happen, replaceDrained, setDatabase } from './faults'
import { check, checkEnd } from './invariants'
import { pass } from './passing-time'
import { epoch, type SimDatabase } from './sim-database'
import type { Fate, Gate } from './gate'
import { deliver, startRun } from './work'
import { type Walls, World } from './world'

const steps = 400
const maxRuns = 18
/** Simulated minutes within which all must come to an end once nothing breaks any more. */
const longest = 600

const mishaps = { well: 600, error: 6, lost_answer: 6, crash_before: 4, crash_after: 5 }

/** One simulation: a while with faults, then a calm one until nothing is left to do. */
export async function simulate(database: SimDatabase, seed: number, walls: Walls = {}): Promise<World> {
  const world = new World(seed, database, walls)
  await database.reset(world.workspaceId, world.tenants)
  for (const tenantId of world.tenants.slice(1))
    await database.sql`insert into schedules (tenant_id, operation, input, every_minutes, next_at)
      values (${tenantId}, 'sim.sync', '{"source":"a"}', ${world.chance.between(5, 30)}, ${new Date(epoch + 60_000)})`
  for (let step = 0; step < steps && world.wrong.length === 0; step++) {
    if (!(world.chance.hit(0.75) && (await act(world)))) await happen(world, maxRuns)
    await world.stage.settled()
    replaceDrained(world)
  }
  if (world.wrong.length === 0) await calm(world)
  world.broker.close()
  return world
}

/** Lets one of the waiting calls happen; false: there is none. */
async function act(world: World): Promise<boolean> {
  const { stage, chance } = world
  const ready = stage.ready()
  if (ready.length === 0) return false
  const gate = chance.pick(ready)
  const fate: Fate = world.calm ? 'well' : chance.weighted(mishaps)
  if (fate !== 'well' && (gate.kind === 'sleep' || gate.kind === 'patience')) return true
  note(world, gate, fate)
  await stage.open(gate, fate)
  if (gate.kind === 'send' && fate === 'lost_answer') world.sentInVain(gate.actor)
  if (gate.kind === 'sql' && gate.commits && !/^\s*select/.test(gate.what)) await check(world)
  return true
}

function note(world: World, gate: Gate, fate: Fate): void {
  world.says(
    `${gate.actor.name} ${gate.kind} ${gate.what.trim().replace(/\s+/g, ' ').slice(0, 90)}${fate === 'well' ? '' : ` !! ${fate}`}`,
  )
  if (gate.kind === 'patience') world.tally.add('slow sends')
  if (fate === 'error') world.tally.add('errors')
  if (fate === 'lost_answer') world.tally.add(gate.kind === 'send' ? 'sent but an error' : 'done but an error')
  if (fate.startsWith('crash')) world.tally.add('crashes')
}

/** No more faults; then one more run of every source, so that what stands at the end is known. */
async function calm(world: World): Promise<void> {
  world.calm = true
  world.brokerDown = false
  await setDatabase(world, false)
  await world.database.sql`update schedules set enabled = false`
  world.says('calm')
  await settle(world)
  for (const tenantId of world.tenants)
    for (const [operation, source] of [
      ['sim.sync', 'a'],
      ['sim.cool', 'c'],
    ] as const)
      // prettier-ignore
      startRun(world, world.processes[0]!, { tenantId: toTenantId(tenantId), operation, source, force: true })
  await settle(world)
  await check(world)
  await checkEnd(world)
}

/** Until nothing happens by itself any more. */
async function settle(world: World): Promise<void> {
  const { stage, broker, chance } = world
  const end = stage.now + longest * 60_000
  for (;;) {
    while (await act(world)) if (world.wrong.length > 0) return
    replaceDrained(world)
    if (deliver(world, broker.waiting())) continue
    const active = [...world.known.values()].some(({ status }) => status === 'queued' || status === 'running')
    const busy = stage.gates.length > 0 || stage.flying > 0 || broker.all().length > 0
    if ((!active && !busy) || stage.now > end || world.wrong.length > 0) return
    await pass(world, chance.between(60_000, 150_000))
  }
}

import { toTenantId } from '../../../src/shared/ids'
import { nextEvent, replaceDrained, setDatabase } from './events'
import { check, checkEnd } from './invariants'
import { pass } from './pass-time'
import { epoch, type SimDatabase } from './sim-database'
import type { Fate, PendingCall } from './pending-call'
import { deliver, startRun } from './tasks'
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
      values (${tenantId}, 'sim.sync', '{"source":"a"}', ${world.random.between(5, 30)}, ${new Date(epoch + 60_000)})`
  for (let step = 0; step < steps && world.violations.length === 0; step++) {
    if (!(world.random.chance(0.75) && (await act(world)))) await nextEvent(world, maxRuns)
    await world.scheduler.settled()
    replaceDrained(world)
  }
  if (world.violations.length === 0) await calm(world)
  world.broker.close()
  return world
}

/** Performs one of the waiting calls; false: there is none. */
async function act(world: World): Promise<boolean> {
  const { scheduler, random } = world
  const ready = scheduler.ready()
  if (ready.length === 0) return false
  const call = random.pick(ready)
  const fate: Fate = world.calm ? 'well' : random.weighted(mishaps)
  if (fate !== 'well' && (call.kind === 'sleep' || call.kind === 'timer')) return true
  note(world, call, fate)
  await scheduler.perform(call, fate)
  if (call.kind === 'send' && fate === 'lost_answer') world.countExtraMessages(call.task)
  if (call.kind === 'sql' && call.commits && !/^\s*select/.test(call.what)) await check(world)
  return true
}

function note(world: World, call: PendingCall, fate: Fate): void {
  world.log(
    `${call.task.name} ${call.kind} ${call.what.trim().replace(/\s+/g, ' ').slice(0, 90)}${fate === 'well' ? '' : ` !! ${fate}`}`,
  )
  if (call.kind === 'timer') world.tally.add('slow sends')
  if (fate === 'error') world.tally.add('errors')
  if (fate === 'lost_answer') world.tally.add(call.kind === 'send' ? 'sent but an error' : 'done but an error')
  if (fate.startsWith('crash')) world.tally.add('crashes')
}

/** No more faults; then one more run of every source, so that what stands at the end is known. */
async function calm(world: World): Promise<void> {
  world.calm = true
  world.brokerDown = false
  await setDatabase(world, false)
  await disableSchedules(world)
  world.log('calm')
  await settle(world)
  // prettier-ignore
  const lastRuns = [['sim.sync', 'a'], ['sim.cool', 'c']] as const
  for (const tenantId of world.tenants)
    for (const [operation, source] of lastRuns)
      startRun(world, world.processes[0]!, { tenantId: toTenantId(tenantId), operation, source, force: true })
  await settle(world)
  if (world.violations.length > 0) return
  await check(world)
  await checkEnd(world)
}

/** Disables all schedules. A transaction under way may have locked one: then it goes on first, since nobody else moves it. */
async function disableSchedules(world: World): Promise<void> {
  const { sql } = world.database
  for (;;) {
    await sql`update schedules set enabled = false
      where (tenant_id, operation) in (select tenant_id, operation from schedules where enabled for update skip locked)`
    const [left] = await sql`select 1 from schedules where enabled limit 1`
    if (!left) return
    if (!(await act(world))) await pass(world, 60_000)
  }
}

/** Lets calls, messages and time go on until nothing happens by itself any more. */
async function settle(world: World): Promise<void> {
  const { scheduler, broker, random } = world
  const end = scheduler.now + longest * 60_000
  for (;;) {
    while (await act(world)) if (world.violations.length > 0) return
    replaceDrained(world)
    if (deliver(world, broker.waiting())) continue
    const active = [...world.known.values()].some(({ status }) => status === 'queued' || status === 'running')
    const busy = scheduler.pending.length > 0 || scheduler.running > 0 || broker.all().length > 0
    if ((!active && !busy) || scheduler.now > end || world.violations.length > 0) return
    await pass(world, random.between(60_000, 150_000))
  }
}

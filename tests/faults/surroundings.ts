import type { WorkerDeps } from '../../src/operations/create-ports'
import type { Clock } from '../../src/shared/clock'
import { runnerDeps } from '../support/harness'
import type { Actor } from './actors'
import { gatedDb } from './gated-client'
import { createSimBell } from './sim-bell'
import { epoch } from './sim-database'
import type { World } from './world'

/** The clock of an actor's process, off as it may be; sleeping is done on the stage. */
export function timeOf({ stage, chance }: World, actor: Actor): Clock {
  return {
    now: () => epoch + stage.now + actor.process.clockOff,
    random: chance.next,
    sleep: (ms, signal) =>
      stage.enter(actor, { kind: 'sleep', what: 'sleep', due: stage.now + ms, signal, run: async () => {} }),
  }
}

/** What the code under test gets: the real thing, but for what leads out of the process. */
export function depsOf(world: World, actor: Actor): WorkerDeps {
  const { stage, operations, walls, database, tally } = world
  const { rewrite = (query: string) => query } = walls
  const log = (event: string, fields: Record<string, unknown>) => {
    world.says(`${actor.name} ${event} ${JSON.stringify(fields)}`)
    tally.add(event)
    if (event === 'message_postponed' && actor.delivery) world.elsewhere.add(actor.delivery.key)
    if (event === 'run_readmitted') actor.readmitted = String(fields.next)
  }
  const db = gatedDb({ pool: database.pool, stage, away: () => world.databaseAway, rewrite }, actor)
  const queues = createSimBell(world, actor)
  const drain = actor.process.drain.signal
  return runnerDeps(db, { operations, log, queues, clock: timeOf(world, actor), drain })
}

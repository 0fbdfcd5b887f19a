import type { AttemptDeps } from '../../../src/runs/worker/attempt'
import type { Clock } from '../../../src/shared/clock'
import { runnerDeps } from '../../support/harness'
import type { Task } from './processes'
import { simulatedDb } from './simulated-client'
import { createSimQueues } from './sim-queues'
import { epoch } from './sim-database'
import type { World } from './world'

/** The clock of a task's process, off as it may be. Sleeping waits for the scheduler. */
export function clockOf({ scheduler, random }: World, task: Task): Clock {
  return {
    now: () => epoch + scheduler.now + task.process.clockOff,
    random: random.next,
    sleep: (ms, signal) =>
      scheduler.schedule(task, { kind: 'sleep', what: 'sleep', due: scheduler.now + ms, signal, run: async () => {} }),
  }
}

/** What the code under test gets: the real thing, but for what leads out of the process. */
export function dependenciesOf(world: World, task: Task): AttemptDeps {
  const { scheduler, operations, walls, database, tally } = world
  const { rewrite = (query: string) => query } = walls
  const log = (event: string, fields: Record<string, unknown>) => {
    world.log(`${task.name} ${event} ${JSON.stringify(fields)}`)
    tally.add(event)
    if (event === 'message_postponed' && task.delivery) world.elsewhere.add(task.delivery.key)
    if (event === 'run_readmitted') task.readmitted = String(fields.next)
  }
  const db = simulatedDb({ pool: database.pool, scheduler, away: () => world.databaseAway, rewrite }, task)
  const queues = createSimQueues(world, task)
  const drain = task.process.drain.signal
  return runnerDeps(db, { operations, log, queues, clock: clockOf(world, task), drain })
}

import { createProcess, type SimProcess } from './processes'
import type { World } from './world'

/** A process dies: nothing of it goes on. Its messages come back at once, or when their locks run out. */
export async function crash(world: World, process: SimProcess): Promise<void> {
  if (process.dead) return
  const { random, scheduler, orphans } = world
  const how = random.pick(['worker', 'worker', 'worker', 'instance', 'instance'] as const)
  world.log(`${process.name} crashes (${how})`)
  world.tally.add(how === 'worker' ? 'crash of a worker' : 'crash of an instance')
  process.dead = true
  // the server may take a while to notice that nobody is there any more
  const unnoticed = how === 'instance' && random.chance(0.5)
  for (const task of process.tasks) {
    task.dead = true
    world.countExtraMessages(task)
    if (task.delivery && how === 'worker') world.abandon(task.delivery)
    for (const transaction of task.transactions) {
      if (unnoticed) orphans.add(transaction)
      else await transaction.break('CONNECTION_CLOSED')
    }
  }
  scheduler.pending = scheduler.pending.filter(({ task }) => !task.dead)
  const next = createProcess(`${process.name}'`, world.clockError(10), process.lastReconcile)
  world.processes = world.processes.map((other) => (other === process ? next : other))
}

import { createProcess, type SimProcess } from './actors'
import type { World } from './world'

/** A process dies: nothing of it goes on. Its messages come back at once, or when their locks run out. */
export async function crash(world: World, process: SimProcess): Promise<void> {
  if (process.dead) return
  const { chance, stage, orphans } = world
  const how = chance.pick(['worker', 'worker', 'worker', 'instance', 'instance'] as const)
  world.says(`${process.name} crashes (${how})`)
  world.tally.add(how === 'worker' ? 'crash of a worker' : 'crash of an instance')
  process.dead = true
  // the server may take a while to notice that nobody is there any more
  const unnoticed = how === 'instance' && chance.hit(0.5)
  for (const actor of process.actors) {
    actor.dead = true
    world.sentInVain(actor)
    if (actor.delivery && how === 'worker') world.giveBack(actor.delivery)
    for (const transaction of actor.transactions) {
      if (unnoticed) orphans.add(transaction)
      else await transaction.break('CONNECTION_CLOSED')
    }
  }
  stage.gates = stage.gates.filter(({ actor }) => !actor.dead)
  const next = createProcess(`${process.name}'`, world.minutesOff(10), process.lastTick)
  world.processes = world.processes.map((other) => (other === process ? next : other))
}

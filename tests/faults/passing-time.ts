import { epoch } from './sim-database'
import { startTick } from './work'
import type { World } from './world'

/** A process that is not frozen leaves nothing undone for longer than this. */
const patience = 15_000
/** `idle_in_transaction_session_timeout` */
const longestIdle = 20_000
const longestAtOnce = 60_000
const renewEvery = 25_000
const tickEvery = 60_000

/** How much time may pass before a process that is awake must have done something. */
function room(world: World): number {
  const { stage } = world
  const waiting = stage.gates.filter(
    ({ kind, actor }) => kind !== 'patience' && actor.process.stalledUntil <= stage.now,
  )
  // while one is frozen, the others get to take its work over
  const most = stage.gates.length > waiting.length ? longestAtOnce : Infinity
  return Math.min(most, ...waiting.map(({ due }) => due + patience - stage.now))
}

/** Lets time pass: for the database, the broker, and every process in step, whatever their clocks show. */
export async function pass(world: World, wanted: number): Promise<boolean> {
  const { stage, broker, database } = world
  const span = Math.floor(Math.min(wanted, room(world)))
  if (span < 1) return false
  for (let left = span; left > 0; left -= renewEvery) {
    renewLocks(world)
    broker.clock.advance(Math.min(left, renewEvery))
  }
  stage.now += span
  world.says(`${span / 1000} s pass`)
  await database.setClock(epoch + stage.now)
  await endIdleTransactions(world)
  const [process] = world.processes.filter(({ stalledUntil }) => stalledUntil <= stage.now)
  const last = Math.max(...world.processes.map(({ lastTick }) => lastTick))
  if (process && stage.now - last >= tickEvery) startTick(world, world.chance.pick([process]))
  return true
}

/** The hosts renew the locks of what is being worked on. */
function renewLocks({ processes, broker, stage }: World): void {
  for (const process of processes) {
    if (process.stalledUntil > stage.now && !process.hostRenews) continue
    for (const { delivery } of process.actors) {
      if (!delivery) continue
      try {
        broker.main(delivery.lane).renew([delivery.token])
      } catch {
        // lost before: the message is somebody else's by now
      }
    }
  }
}

/** The server ends transactions that have idled too long, and those of clients that are gone. */
async function endIdleTransactions(world: World): Promise<void> {
  const { processes, orphans, stage, chance, tally } = world
  const open = processes.flatMap(({ actors }) => [...actors].flatMap(({ transactions }) => [...transactions]))
  const idle = [...open, ...orphans].filter(({ idleSince }) => stage.now - idleSince >= longestIdle)
  for (const transaction of idle) {
    orphans.delete(transaction)
    tally.add('transaction ended by the server')
    await transaction.break(chance.pick(['CONNECTION_CLOSED', '57P01']))
  }
  await stage.settled()
}

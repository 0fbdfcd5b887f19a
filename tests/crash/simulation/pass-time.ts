import { epoch } from './sim-database'
import { startReconcile } from './tasks'
import type { World } from './world'

/** A process that is not frozen leaves nothing undone for longer than this. */
const mostIdleMs = 15_000
/** `idle_in_transaction_session_timeout` */
const longestIdle = 20_000
const longestAtOnce = 60_000
const renewEvery = 25_000
const tickEvery = 60_000

/** How much time may pass before a process that is awake must have done something. */
function room(world: World): number {
  const { scheduler } = world
  const waiting = scheduler.pending.filter(
    ({ kind, task }) => kind !== 'timer' && task.process.stalledUntil <= scheduler.now,
  )
  // while one is frozen, the others get to take its work over
  const most = scheduler.pending.length > waiting.length ? longestAtOnce : Infinity
  return Math.min(most, ...waiting.map(({ due }) => due + mostIdleMs - scheduler.now))
}

/** Lets time pass: for the database, the broker, and every process in step, whatever their clocks show. */
export async function pass(world: World, wanted: number): Promise<boolean> {
  const { scheduler, broker, database } = world
  const span = Math.floor(Math.min(wanted, room(world)))
  if (span < 1) return false
  for (let left = span; left > 0; left -= renewEvery) {
    renewLocks(world)
    broker.clock.advance(Math.min(left, renewEvery))
  }
  scheduler.now += span
  world.log(`${span / 1000} s pass`)
  await database.setClock(epoch + scheduler.now)
  await endIdleTransactions(world)
  const [process] = world.processes.filter(({ stalledUntil }) => stalledUntil <= scheduler.now)
  const last = Math.max(...world.processes.map(({ lastReconcile }) => lastReconcile))
  if (process && scheduler.now - last >= tickEvery) startReconcile(world, world.random.pick([process]))
  return true
}

/** The hosts renew the locks of what is being worked on. */
function renewLocks({ processes, broker, scheduler }: World): void {
  for (const process of processes) {
    if (process.stalledUntil > scheduler.now && !process.hostRenews) continue
    for (const { delivery } of process.tasks) {
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
  const { processes, orphans, scheduler, random, tally } = world
  const open = processes.flatMap(({ tasks }) => [...tasks].flatMap(({ transactions }) => [...transactions]))
  const idle = [...open, ...orphans].filter(({ idleSince }) => scheduler.now - idleSince >= longestIdle)
  for (const transaction of idle) {
    orphans.delete(transaction)
    tally.add('transaction ended by the server')
    await transaction.break(random.pick(['CONNECTION_CLOSED', '57P01']))
  }
  await scheduler.settled()
}

import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../support/until'
import { redrive } from './by-hand'
import { queues } from './host'
import { age, unfinished } from './state'
import type { World } from './world'

/** Longer than any lock, shorter than a message lives. */
const stepMs = 30 * 60_000
const rounds = 20

/** A fresh worker takes over, with the host that is left or on another machine. */
export async function rescue(world: World): Promise<void> {
  const { rescuer, plainSettings, host, broker, clock, newHost } = world
  await rescuer.open(plainSettings)
  if (!host.dead) return host.release(rescuer)
  broker.dropConnections()
  await delay(20) // until the broker has seen it: it would hand the messages to the dead
  clock.advance(61_000) // the locks of the machine that is gone run out
  world.host = newHost(rescuer)
}

/** Lets time pass and `tick` run until nothing is left to do. Throws when that does not come. */
export async function settle(world: World, redriven = false): Promise<void> {
  const { sql, clock, broker, rescuer } = world
  for (let round = 0; round < rounds; round++) {
    await until('what is at hand is worked off', () => restsFor(world))
    if (redriven && deadLettered(world) > 0) await redrive(broker)
    else if (scheduled(world) === 0 && (await unfinished(sql)) === 0) return
    await age(sql)
    clock.advance(stepMs)
    await until('tick has run', async () => ((await rescuer.call('reconcile', null)) as { ran: boolean }).ran)
  }
  const left =
    await sql`select operation, status, attempt, failures, error from runs where status in ('queued', 'running')`
  throw new Error(`not at rest after ${rounds} rounds: ${JSON.stringify([...left])} ${JSON.stringify(counts(broker))}`)
}

async function restsFor(world: World): Promise<boolean> {
  const { host, rescuer } = world
  return host.inFlight === 0 && waiting(world) === 0 && (await rescuer.call('sending')) === 0
}

const counts = (broker: World['broker']) => Object.values(queues).map((queue) => broker.queue(queue))
export const waiting = ({ broker }: World) => counts(broker).reduce((sum, q) => sum + q.active + q.locked, 0)
const scheduled = ({ broker }: World) => counts(broker).reduce((sum, q) => sum + q.scheduled, 0)
export const deadLettered = ({ broker }: World) => counts(broker).reduce((sum, q) => sum + q.deadLettered, 0)

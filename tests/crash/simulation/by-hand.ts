import type { Lane } from '../../../src/shared/operation-record'
import { bodyOf, runIdOf } from './sim-broker'
import type { World } from './world'

/** One of the runs, and often one that has failed: those are what people look at. */
export function withRun(world: World, act: (runId: string, lane: Lane) => void): void {
  const runs = [...world.known]
  const failed = runs.filter(([, { status }]) => status === 'failed')
  if (runs.length === 0) return
  const [runId, { lane }] = world.random.pick(failed.length > 0 && world.random.chance(0.5) ? failed : runs)
  act(runId, lane)
}

export function sendByHand(world: World, lane: Lane, body: unknown): void {
  world.tally.add('hand-sent')
  world.log(`by hand: ${JSON.stringify(body)}`)
  const { runId } = body as { runId?: string }
  if (runId) world.byHand.add(runId)
  world.broker.send(lane, body, { origin: 'hand' })
}

/** A dead letter sent again by hand: with a new number, the old one removed, or left where it is as the portal does. */
export function resendDeadLetter(world: World): void {
  const { broker, random } = world
  const dead = broker.dead()
  if (dead.length === 0) return
  const { lane } = random.pick(dead)
  const { entry } = dead.find((letter) => letter.lane === lane)!
  const runId = runIdOf(entry)
  world.tally.add('resent by hand')
  if (runId && random.chance(0.6)) world.upstream.repair(runId)
  sendByHand(world, lane, bodyOf(entry))
  if (random.chance(0.7)) {
    broker.takeDead(lane)
    world.resent.add(`${lane}/${entry.enqueuedSequenceNumber}`)
  }
}

import { until } from '../support/until'
import type { Bench } from './bench'
import type { Crew } from './crew'
import { Gate, nameOf, type Point } from './gate'
import { sendByHand } from './by-hand'
import { deadLettered, rescue, settle, waiting } from './recover'
import type { Scenario, Stage } from './scenario'
import { readState, type State } from './state'
import { type Variant, type Worker, WorkerGone } from './worker'
import { installWitness, readWitness, type Witnessed } from './witness'
import { openWorld, type World } from './world'

/** The worker process alone dies and the host gives its messages back; or the machine dies and their locks run out. */
export type Crash = 'worker' | 'instance'

export interface Kill {
  point: Point
  crash: Crash
}

/** How a play ended. */
export interface Ending {
  state: State
  deadLettered: number
}

export interface Played {
  ending: Ending
  gate: Gate
  witnessed: Witnessed | undefined
}

/** The play never came to the point at which the process shall die. */
export class NotKilled extends Error {}

interface PlayOptions {
  bench: Bench
  crew: Crew
  scenario: Scenario
  template: string
  kill?: Kill
  variant?: Variant
  /** The database is kept under this name. */
  keepAs?: string
  /** PostgreSQL notes down what is written in the watched part. */
  witnessed?: boolean
}

/**
 * Plays a scenario to its end: watched, and killed where it shall be; then a fresh worker and time do what they can.
 * Throws when the process did not die at that very point.
 */
export async function play(options: PlayOptions): Promise<Played> {
  const { bench, crew, scenario, template, kill, variant = 'asBuilt', keepAs, witnessed = false } = options
  const gate = new Gate(kill?.point, () => {
    world.victim.kill()
    world.host.allowed = 0
    world.host.dead = kill?.crash === 'instance'
  })
  const messages = scenario.messages ?? Infinity
  const world = await openWorld({ bench, crew, gate, template, messages, variant, keepAs })
  try {
    if (witnessed) await installWitness(world.sql)
    const handOver = deferred<Worker>()
    const acting = scenario.act(stageOf(world, handOver.promise))
    const watched = acting
      .then(() => until('the watched part is over', quietIn(world, messages)))
      .catch((error: unknown) => (error instanceof WorkerGone ? world.victim.ended : Promise.reject(error as Error)))
    const ended = await Promise.race([watched, world.victim.ended])
    if (kill && ended !== 'SIGKILL')
      throw new NotKilled(`not killed, but ended with ${String(ended)}: ${nameOf(kill.point)}`)
    if (kill && !gate.shut) throw new Error(`killed by somebody else: ${nameOf(kill.point)}`)
    if (!kill && ended !== undefined) throw new Error(`the watched process ended with ${ended}`)
    gate.recording = false
    const writes = witnessed ? await readWitness(world.sql) : undefined
    if (witnessed) await world.sql`drop schema witness cascade`
    await rescue(world)
    handOver.resolve(world.rescuer)
    await acting
    await settle(world, scenario.redriven)
    const ending = { state: await readState(world.sql), deadLettered: deadLettered(world) }
    return { ending, gate, witnessed: writes }
  } finally {
    await world.rescuer.call('close').catch(() => {})
    await world.close()
  }
}

function stageOf(world: World, nextWorker: Promise<Worker>): Stage {
  const { victim, broker, sql, taps } = world
  return {
    sql,
    async call(name, ...args) {
      try {
        return await victim.call(name, ...args)
      } catch (error) {
        if (!(error instanceof WorkerGone)) throw error
        return (await nextWorker).call(name, ...args)
      }
    },
    tellVictim: (name) => victim.call(name),
    sendByHand: (runId) => sendByHand(broker, runId),
    databaseAway: (away) => (taps.database.refuse = away),
  }
}

/** True when the victim has had nothing to say for a while: all that it may take is answered, nothing is under way. */
function quietIn(world: World, messages: number): () => Promise<boolean> {
  let quiet = 0
  return async () => {
    const { host, taps, victim } = world
    const answered = messages === Infinity ? waiting(world) === 0 : host.answered >= messages
    const busy = host.inFlight > 0 || !answered || Object.values(taps).some((tap) => tap.busy())
    quiet = busy || (await victim.call('sending')) !== 0 ? 0 : quiet + 1
    return quiet > 4
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}

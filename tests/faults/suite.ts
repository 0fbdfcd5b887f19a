import { createSimDatabase } from './sim-database'
import { simulate } from './simulate'
import { Tally } from './tally'
import type { Walls, World } from './world'

export interface SuiteResult {
  tally: Tally
  seeds: number
  /** The first simulation, by seed, in which something was that must not be. */
  broken: World | undefined
  last: World | undefined
  mostMessages: number
}

/** Simulates the seeds, some side by side, each in a database of its own; stops at the first that breaks. */
export async function simulateSeeds(seeds: readonly number[], walls: Walls = {}, sideBySide = 3): Promise<SuiteResult> {
  const result: SuiteResult = { tally: new Tally(), seeds: 0, broken: undefined, last: undefined, mostMessages: 0 }
  const left = [...seeds]
  const line = async () => {
    const database = await createSimDatabase()
    try {
      for (let seed = left.shift(); seed !== undefined && !result.broken; seed = left.shift()) {
        const world = await simulate(database, seed, walls)
        result.seeds++
        result.last = result.broken ?? world
        result.tally.addAll(world.tally)
        result.mostMessages = Math.max(result.mostMessages, world.mostMessages)
        if (world.wrong.length > 0) result.last = result.broken ??= world
      }
    } finally {
      await database.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(sideBySide, seeds.length) }, line))
  return result
}

/** What happened, in one line. */
export function summary({ tally, seeds, mostMessages }: SuiteResult): string {
  const of = (...names: string[]) => names.reduce((sum, name) => sum + tally.of(name), 0)
  const parts = {
    seeds,
    runs: of('runs'),
    attempts: of('job_start'),
    crashes: of('crash of a worker', 'crash of an instance'),
    'done but an error': of('done but an error', 'sent but an error'),
    errors: of('errors'),
    lost: of('lost'),
    doubled: of('doubled'),
    late: of('late'),
    early: of('early'),
    'hand-sent': of('hand-sent'),
    redriven: of('redriven'),
    pauses: of('pauses'),
    fenced: of('job_fenced'),
    drains: of('drains'),
    cancels: of('cancels'),
    held: of('message_postponed'),
    'taken up unasked': of('taken up by a stray message'),
    'dead letters': of('dead letters'),
    'messages at once': mostMessages,
    stuck: of('stuck'),
  }
  return Object.entries(parts).map(([name, n]) => `${name} ${n}`).join(', ') // prettier-ignore
}

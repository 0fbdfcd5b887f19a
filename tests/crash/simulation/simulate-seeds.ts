import { writeFileSync } from 'node:fs'
import { inParallel } from '../support/in-parallel'
import { CRASH_SEED, CRASH_TRACE, replaySeed } from '../support/replay'
import { createSimDatabase } from './sim-database'
import { simulate } from './simulate'
import { Tally } from './tally'
import type { Walls, World } from './world'

export interface SeedsResult {
  tally: Tally
  seeds: number
  /** The first simulation in which something was that must not be. */
  broken: World | undefined
  last: World | undefined
}

/** Simulates the seeds, three at a time, each in a database of its own. Stops at the first that breaks. */
export async function simulateSeeds(seeds: readonly number[], walls: Walls = {}): Promise<SeedsResult> {
  const result: SeedsResult = { tally: new Tally(), seeds: 0, broken: undefined, last: undefined }
  const databases = await Promise.all([0, 1, 2].slice(0, seeds.length).map(createSimDatabase))
  try {
    await inParallel(databases, seeds, async (database, seed) => {
      if (result.broken) return
      const world = await simulate(database, seed, walls)
      result.seeds++
      result.tally.addAll(world.tally)
      if (world.violations.length > 0) result.broken ??= world
      result.last = result.broken ?? world
    })
  } finally {
    await Promise.all(databases.map((database) => database.close()))
  }
  return result
}

/** Simulates seeds and tells the first that breaks. `CRASH_SEED` names one, `CRASH_TRACE` a file for its trace. */
export async function simulateAndReport(seeds: readonly number[]): Promise<{ failure: string; tally: Tally }> {
  const result = await simulateSeeds(CRASH_SEED ? [Number(CRASH_SEED)] : seeds)
  const { broken, last, tally } = result
  if (CRASH_TRACE && last) writeFileSync(CRASH_TRACE, `${last.trace.join('\n')}\n`)
  const counted = [...tally.counts].map(([what, n]) => `${what} ${n}`).toSorted()
  process.stdout.write(`seeds ${result.seeds}: ${counted.join(', ')}\n`)
  const lines = broken && [broken.violations.join('; '), replaySeed(broken.seed), ...broken.trace.slice(-20)]
  return { failure: lines?.join('\n') ?? '', tally }
}

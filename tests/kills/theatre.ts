import { type Bench, startBench } from './bench'
import { Crew } from './crew'
import { makeFixture } from './fixture'
import { assertBuilt } from './statements'

/** Everything that a file of kill tests needs, and its end. */
export interface Theatre {
  bench: Bench
  /** Two: as many plays at once as the smallest machine has cores. */
  crews: readonly [Crew, Crew]
  fixture: string
  close(): Promise<void>
}

export async function openTheatre(): Promise<Theatre> {
  assertBuilt()
  const bench = await startBench()
  const crews = [new Crew(bench.simulator.caFile), new Crew(bench.simulator.caFile)] as const
  const close = async () => {
    await Promise.all(crews.map((crew) => crew.end()))
    await bench.stop()
  }
  try {
    return { bench, crews, fixture: await makeFixture(bench, crews[0]), close }
  } catch (error) {
    await close()
    throw error
  }
}

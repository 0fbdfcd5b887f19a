import type { Api } from '../http'
import type { DeadLetters } from './dead-letters'
import { type Filters, needsRuns, passes, passesWithRun } from './filters'
import type { Letter } from './letter'
import { type KnownLetter, withRuns } from './runs'

interface Chosen {
  known: KnownLetter[]
  /** How many passed the filters and cannot be read as a message of ours. */
  unreadable: number
  /** Why runs could not be asked for. */
  problem?: string
}

/**
 * Chooses dead letters by peeking, so that later ones are never among them. Those that are no message of ours are left out
 * without `unreadableToo`, unless a sequence number names them. Throws when a filter needs runs that cannot be read.
 */
export async function choose(
  deadLetters: DeadLetters,
  filters: Filters,
  connect: () => Api,
  { unreadableToo = false } = {},
): Promise<Chosen> {
  const { limit = Infinity } = filters
  const letters: Letter[] = []
  let unreadable = 0
  for await (const letter of deadLetters.peek()) {
    if (!passes(filters, letter)) continue
    if (letter.runId === null && !unreadableToo && !filters.sequence) unreadable++
    else if (letters.push(letter) === limit && !needsRuns(filters)) break
  }
  const { known, problem } = await withRuns(letters, connect)
  if (problem !== undefined && needsRuns(filters))
    throw new Error(`--operation and --code need the runs of the messages, which cannot be read. ${problem}`)
  const chosen = known.filter((each) => passesWithRun(filters, each)).slice(0, limit)
  return { known: chosen, unreadable, ...(problem === undefined ? {} : { problem }) }
}

import type { Api } from '../http'
import { counted, printable, toJson } from '../text'
import type { DeadLetters } from './dead-letters'
import { groupLines } from './groups'
import type { Letter } from './letter'
import { csvHeader, csvLine, rowOf } from './rows'
import { type KnownLetter, withRuns } from './runs'

export const message = { one: 'message', many: 'messages' }

/** Says on the side why messages are told without their runs. */
export function tellProblem(problem: string | undefined): void {
  if (problem !== undefined) console.error(`Told without the runs. ${problem}`)
}

/** Prints the dead letters of queues: how many by operation and code, or each of them for a program. */
export async function list(
  queues: readonly DeadLetters[],
  connect: () => Api,
  { limit = Infinity, json, csv }: { limit?: number; json?: true; csv?: true },
): Promise<void> {
  if (csv) console.log(csvHeader.join(','))
  for (const deadLetters of queues) {
    const { letters, isMore } = await firstOf(deadLetters, limit)
    const { known, problem } = await withRuns(letters, connect)
    tellProblem(problem)
    if (json) for (const each of known) console.log(toJson(rowOf(each)))
    else if (csv) for (const each of known) console.log(csvLine(each))
    else tellGroups(deadLetters.queue, known, isMore)
  }
}

function tellGroups(queue: string, known: readonly KnownLetter[], isMore: boolean): void {
  console.log(`${printable(queue)}: ${isMore ? 'the oldest ' : ''}${counted(known.length, message)}`)
  for (const line of groupLines(known)) console.log(line)
}

async function firstOf(deadLetters: DeadLetters, limit: number): Promise<{ letters: Letter[]; isMore: boolean }> {
  const letters: Letter[] = []
  for await (const letter of deadLetters.peek()) {
    if (letters.length === limit) return { letters, isMore: true }
    letters.push(letter)
  }
  return { letters, isMore: false }
}

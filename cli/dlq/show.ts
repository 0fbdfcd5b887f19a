import type { Api } from '../http'
import { printable, toJson } from '../text'
import type { DeadLetters } from './dead-letters'
import { tellProblem } from './list'
import type { Letter } from './letter'
import { rowOf } from './rows'
import { type KnownLetter, withRuns } from './runs'

/** Prints a dead letter and its run from each queue that has it. Throws when none has. */
export async function show(
  queues: readonly DeadLetters[],
  sequence: string,
  connect: () => Api,
  { json }: { json?: true },
): Promise<void> {
  const letters = (await Promise.all(queues.map((each) => find(each, sequence)))).filter((each) => each !== undefined)
  if (letters.length === 0) throw new Error(`No dead letter has the sequence number ${sequence}.`)
  const { known, problem } = await withRuns(letters, connect)
  tellProblem(problem)
  for (const each of known)
    if (json)
      console.log(
        toJson({ ...rowOf(each), description: each.letter.description, body: each.letter.body, run: each.run }),
      )
    else for (const line of linesOf(each)) console.log(line)
}

/** A peek begins with the first message that has this number or a higher one. */
async function find(deadLetters: DeadLetters, sequence: string): Promise<Letter | undefined> {
  for await (const letter of deadLetters.peek(sequence)) return letter.sequence === sequence ? letter : undefined
}

function linesOf({ letter, run }: KnownLetter): string[] {
  const facts: [string, string | null][] = [
    ['message', letter.messageId],
    ['sent', letter.enqueuedAt],
    ['deliveries', String(letter.deliveryCount)],
    ['reason', letter.reason],
    ['description', letter.description],
    [
      'sent again',
      letter.redriveCount > 0 ? `${letter.redriveCount} times, first as ${letter.originalMessageId}` : null,
    ],
    ['body', letter.body],
  ]
  return [
    `${printable(letter.queue)} ${letter.sequence}`,
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name}: ${printable(value)}`])),
    ...(letter.runId === null
      ? ['  It is no message of ours: no run can be taken up by it.']
      : runLines(letter.runId, run)),
  ]
}

function runLines(runId: string, run: KnownLetter['run']): string[] {
  if (!run) return [`  run ${runId}: not known, or not to be seen by you`]
  const { operation, status, attempt, externalId, error } = run
  return [
    `  run ${runId}: ${printable(operation)}`,
    `    ${printable(status)}, attempt ${attempt}${externalId === null ? '' : `, tenant ${printable(externalId)}`}`,
    ...(error ? [`    ${printable(error.code)}: ${printable(error.message)}`] : []),
  ]
}

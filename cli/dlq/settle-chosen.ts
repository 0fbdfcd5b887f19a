import type { Api } from '../http'
import { abortOnSignals, Interrupted } from '../interrupt'
import type { Outside } from '../outside'
import { counted, printable, toJson } from '../text'
import { choose } from './choose'
import type { DeadLetters } from './dead-letters'
import { type Filters, quoted, wordsOf } from './filters'
import { groupLines } from './groups'
import { message, tellProblem } from './list'
import type { Settled, SettleOptions } from './settle'

export interface SettleFlags extends Filters {
  yes?: true
  json?: true
}

/** What is done with chosen dead letters. */
export interface Job {
  /** The command. */
  name: 'resend' | 'purge'
  /** What a message then is: `sent again`. */
  participle: string
  /** Those that are no message of ours too. */
  unreadableToo: boolean
  work(deadLetters: DeadLetters, chosen: readonly string[], options: SettleOptions): Promise<Settled>
  /** Asks whether that is meant. Throws when it is not. */
  confirm?(queue: string, count: number): Promise<void>
}

/**
 * Chooses dead letters and says what would be done with them; with `yes` does it. Returns the exit code. Ctrl-C ends it after the
 * message at hand; what is thrown then says how far it came, and which command goes on.
 */
export async function settleChosen(
  { typed }: Pick<Outside, 'typed'>,
  deadLetters: DeadLetters,
  connect: () => Api,
  job: Job,
  flags: SettleFlags,
): Promise<number> {
  const { queue } = deadLetters
  const { known, unreadable, problem } = await choose(deadLetters, flags, connect, job)
  tellProblem(problem)
  const numbers = known.map(({ letter }) => letter.sequence)
  const filters: Filters = flags.sequence || numbers.length === 0 ? flags : { ...flags, upTo: numbers.at(-1)! }
  const command = (more: Filters) => typed('dlq', job.name, '--queue', quoted(queue), ...wordsOf(more), '--yes')
  const total = counted(numbers.length, message)

  if (!flags.json) {
    console.log(`${printable(queue)}: ${total} to be ${job.participle}`)
    for (const line of groupLines(known)) console.log(line)
    if (unreadable > 0)
      console.log(`  ${counted(unreadable, message)} more cannot be read: only --sequence sends such a one again`)
    if (!flags.yes && numbers.length > 0) console.log(`Nothing is ${job.participle} yet. Do it: ${command(filters)}`)
  }
  if (!flags.yes || numbers.length === 0) {
    if (flags.json) console.log(toJson({ queue, dryRun: !flags.yes, chosen: numbers, done: [], failed: [] }))
    return 0
  }

  await job.confirm?.(queue, numbers.length)
  const { signal, release } = abortOnSignals(['SIGINT', 'SIGTERM'])
  const onDone = (done: number) => void (done % 100 === 0 && console.error(`${done} of ${total}`))
  const settled = await job.work(deadLetters, numbers, { signal, onDone }).finally(release)
  const left = numbers.length - settled.done.length
  const goOn = `Go on: ${command(flags.limit === undefined ? filters : { ...filters, limit: left })}`
  tellSettled(settled, queue, `${settled.done.length} of ${total} ${job.participle}.`, flags)
  if (!signal.aborted) tellUntouched(settled)
  if (left === 0) return 0
  if (signal.aborted)
    throw new Interrupted(
      (signal.reason as Interrupted).exitCode,
      `\n${settled.done.length} of ${total} ${job.participle}. ${goOn}`,
    )
  console.error(goOn)
  return settled.done.length > 0 ? 3 : 1
}

const toldFailures = 20

function tellSettled(settled: Settled, queue: string, sum: string, { json }: SettleFlags): void {
  const { done, failed, untouched, ended } = settled
  if (json) {
    const problems = [...failed].map(([sequence, problem]) => ({ sequence, problem }))
    console.log(
      toJson({ queue, dryRun: false, chosen: [...done, ...failed.keys(), ...untouched], done, failed: problems }),
    )
  } else console.log(sum)
  for (const [sequence, problem] of [...failed].slice(0, toldFailures)) console.error(`  ${sequence}: ${problem}`)
  if (ended !== undefined) console.error(ended)
}

/** Not said after Ctrl-C, when they were only not tried. */
function tellUntouched({ untouched, ended }: Settled): void {
  if (ended === undefined && untouched.length > 0)
    console.error(`${counted(untouched.length, message)} did not come: gone meanwhile, or held by somebody else.`)
}

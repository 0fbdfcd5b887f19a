import { type Command, InvalidArgumentError } from 'commander'
import { readRunId } from '../run-argument'
import { codeOf, type KnownLetter, operationOf } from './runs'
import type { Letter } from './letter'

/** Which dead letters of a queue are meant; all of them without any filter. */
export interface Filters {
  operation?: string
  code?: string
  run?: string
  sequence?: string[]
  upTo?: string
  limit?: number
}

/** Adds the options of the filters to a command. */
export function addFilters(command: Command): Command {
  return command
    .option('--operation <name>', 'only of runs of this operation')
    .option('--code <code>', 'only with this code: of the error of the run, else the reason of the broker')
    .option('--run <id>', 'only of this run', (text: string) => readRunId(text).toLowerCase())
    .option('--sequence <number>', 'only this one; may be given more than once', addSequence)
    .option('--up-to <number>', 'none behind this sequence number', readSequence)
    .option('--limit <n>', 'at most so many, the oldest first', readLimit)
}

export function readSequence(text: string): string {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new InvalidArgumentError('It is no sequence number.')
  return text
}

export function readLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number, at least 1')
  return Number(text)
}

const addSequence = (text: string, before: string[] = []) => [...before, readSequence(text)]

/** True: the letter itself passes. What only its run tells is asked by `passesWithRun`. */
export function passes({ run, sequence, upTo }: Filters, letter: Letter): boolean {
  if (run !== undefined && letter.runId?.toLowerCase() !== run) return false
  if (upTo !== undefined && BigInt(letter.sequence) > BigInt(upTo)) return false
  return sequence === undefined || sequence.includes(letter.sequence)
}

/** True: these filters can be answered only with the runs. */
export const needsRuns = ({ operation, code }: Filters) => operation !== undefined || code !== undefined

/** True: a letter with its run passes. */
export function passesWithRun({ operation, code }: Filters, known: KnownLetter): boolean {
  if (operation !== undefined && operationOf(known) !== operation) return false
  return code === undefined || codeOf(known) === code
}

/** The filters as they are typed, for a command that goes on. */
export function wordsOf({ operation, code, run, sequence = [], upTo, limit }: Filters): string[] {
  return [
    ...(operation === undefined ? [] : ['--operation', quoted(operation)]),
    ...(code === undefined ? [] : ['--code', quoted(code)]),
    ...(run === undefined ? [] : ['--run', run]),
    ...sequence.flatMap((each) => ['--sequence', each]),
    ...(upTo === undefined ? [] : ['--up-to', upTo]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
  ]
}

/** A word for a shell. */
export const quoted = (word: string) => (/^[\w.:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

import type { ConnectionOptions } from './outside'
import { printable, toJson } from './text'

const step = '  '
/** The deepest list that gets lines of its own. */
const deepest = 6

/** The result of any operation as lines: a property each, lists and objects indented below their name. */
export function resultLines(value: unknown, depth = 0): string[] {
  if (isScalar(value) || depth === deepest) return [scalar(value)]
  if (Array.isArray(value)) return value.flatMap((each) => withDash(resultLines(each, depth + 1)))
  return Object.entries(value as object).flatMap(([name, each]) => propertyLines(printable(name), each, depth))
}

/** Prints an answer of the API whole: as JSON, or a property on each line. */
export function printAnswer(answer: object, { json }: ConnectionOptions): void {
  if (json) console.log(toJson(answer))
  else for (const line of resultLines(answer)) console.log(line)
}

function propertyLines(name: string, value: unknown, depth: number): string[] {
  if (isScalar(value) || isEmpty(value)) return [`${name}: ${scalar(value)}`]
  return [`${name}:`, ...resultLines(value, depth + 1).map((line) => step + line)]
}

const withDash = ([first = '', ...rest]: string[]) => [`- ${first}`, ...rest.map((line) => step + line)]

const isScalar = (value: unknown) => typeof value !== 'object' || value === null
const isEmpty = (value: unknown) => Object.keys(Object(value) as object).length === 0

function scalar(value: unknown): string {
  if (value === null || value === undefined || (typeof value === 'object' && isEmpty(value))) return 'none'
  return typeof value === 'string' ? printable(value) : toJson(value)
}

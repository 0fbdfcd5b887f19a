import { printable, toJson } from '../text'
import type { Told } from './check'

/** As wide as the longest state. */
const width = 'not checked'.length

/** A line for each check, and below each that is not well what to do. */
export function lines(checks: readonly Told[]): string[] {
  return checks.flatMap(({ state, name, says, remedy }) => [
    `${state.padEnd(width)}  ${printable(name)}: ${printable(says)}`,
    ...(remedy === null ? [] : [`${' '.repeat(width)}  do: ${printable(remedy)}`]),
  ])
}

/** All checks as one JSON object. */
export function json(checks: readonly Told[]): string {
  return toJson({ checks: checks.map(({ name, state, says, remedy }) => ({ name, state, says, remedy })) })
}

/** 1: something failed; 3: a warning, or something could not be checked; 0: all is well. */
export function codeOf(checks: readonly Told[]): number {
  const has = (...states: Told['state'][]) => checks.some(({ state }) => states.includes(state))
  if (has('failed')) return 1
  return has('warning', 'not checked') ? 3 : 0
}

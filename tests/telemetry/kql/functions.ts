import type { Cell } from './syntax'

type Values = readonly Cell[]

const numberOf = (value: Cell | undefined): number | null => {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Functions of one row. `toint` cuts off what is behind the point. */
export const functions: Readonly<Record<string, (args: Values, now: number) => Cell>> = {
  ago: ([span], now) => now - Number(span),
  bin: ([value, size]) => (value === null ? null : Math.floor(Number(value) / Number(size)) * Number(size)),
  toint: ([value]) => {
    const number = numberOf(value)
    return number === null ? null : Math.trunc(number)
  },
  toreal: ([value]) => numberOf(value),
  tostring: ([value]) => (value === null || value === undefined ? '' : String(value)),
}

const known = (values: Values) => values.filter((value) => value !== null)
const numbers = (values: Values) => known(values).map(Number)
const total = (values: Values) => numbers(values).reduce((sum, value) => sum + value, 0)
const extreme = (values: Values, pick: (...all: number[]) => number) =>
  known(values).length === 0 ? null : numbers(values).reduce((one, other) => pick(one, other))

/** Functions of all rows of a group: `columns` are the values of each argument, row by row. */
export const aggregates: Readonly<Record<string, (columns: readonly Values[], rows: number) => Cell>> = {
  count: (_columns, rows) => rows,
  countif: ([conditions = []]) => conditions.filter((value) => value === true).length,
  dcount: ([values = []]) => new Set(values).size,
  max: ([values = []]) => extreme(values, Math.max),
  min: ([values = []]) => extreme(values, Math.min),
  percentile: ([values = [], [percent = 0] = []]) => {
    const sorted = numbers(values).toSorted((a, b) => a - b)
    return sorted[Math.max(0, Math.ceil((sorted.length * Number(percent)) / 100) - 1)] ?? null
  },
  sum: ([values = []]) => total(values),
  sumif: ([values = [], conditions = []]) => total(values.filter((_value, i) => conditions[i] === true)),
}

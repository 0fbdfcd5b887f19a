import { evaluate, type Row } from './evaluate'
import { aggregates as aggregateFunctions } from './functions'
import type { Cell, Expression, Named, Operator, Query } from './syntax'

/** Runs a query over the rows of its table. Throws for what is not known. */
export function runQuery({ operators }: Query, rows: readonly Row[], now: number): Row[] {
  return operators.reduce<Row[]>((before, operator) => applyOperator(operator, before, now), [...rows])
}

/** The rows after one more operator. */
export function applyOperator(operator: Operator, rows: readonly Row[], now: number): Row[] {
  const named = (columns: readonly Named[], row: Row) =>
    Object.fromEntries(columns.map(({ name, value }) => [name, evaluate(value, row, now)] as const))
  switch (operator.kind) {
    case 'where':
      return rows.filter((row) => evaluate(operator.condition, row, now) === true)
    case 'extend':
      return rows.map((row) => ({ ...row, ...named(operator.columns, row) }))
    case 'project':
      return rows.map((row) => named(operator.columns, row))
    case 'summarize': {
      const groups = new Map<string, { keys: Row; rows: Row[] }>()
      // without `by` there is one group, also of no rows
      if (operator.by.length === 0) groups.set('{}', { keys: {}, rows: [] })
      for (const row of rows) {
        const keys = named(operator.by, row)
        const key = JSON.stringify(keys)
        const group = groups.get(key) ?? { keys, rows: [] }
        group.rows.push(row)
        groups.set(key, group)
      }
      return [...groups.values()].map((group) => ({
        ...group.keys,
        ...Object.fromEntries(
          operator.aggregates.map(({ name, value }) => [name, aggregate(value, group.rows, now)] as const),
        ),
      }))
    }
    case 'order':
      return sorted(rows, operator, now)
    case 'top':
      return sorted(rows, operator, now).slice(0, operator.count)
    case 'render':
      return [...rows]
  }
}

function aggregate(value: Expression, rows: readonly Row[], now: number): Cell {
  const run = value.kind === 'call' ? aggregateFunctions[value.name] : undefined
  if (value.kind !== 'call' || !run) throw new Error('summarize takes aggregates alone')
  const columns = value.args.map((arg) => {
    const cells = rows.map((row) => evaluate(arg, row, now))
    return cells.length === 0 && arg.kind === 'literal' ? [arg.value] : cells
  })
  return run(columns, rows.length)
}

function sorted(rows: readonly Row[], { by, descending }: { by: Expression; descending: boolean }, now: number): Row[] {
  const keyOf = (row: Row) => Number(evaluate(by, row, now) ?? -Infinity)
  return rows.toSorted((a, b) => (descending ? keyOf(b) - keyOf(a) : keyOf(a) - keyOf(b)))
}

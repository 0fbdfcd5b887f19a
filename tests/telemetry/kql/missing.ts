import { evaluate, type Row } from './evaluate'
import { applyOperator } from './run-query'
import type { Expression, Operator, Query } from './syntax'

/** What a query names that no row has which reaches that place: a column, or a property. `now` is in milliseconds. */
export function missingIn({ operators }: Query, table: readonly Row[], now: number): string[] {
  let rows = [...table]
  const missing: string[] = []
  for (const operator of operators) {
    const parts = expressionsOf(operator).flatMap(partsOf)
    for (const part of parts) {
      if (part.kind === 'column' && !rows.some((row) => Object.hasOwn(row, part.name)))
        missing.push(`the column ${part.name}`)
      if (part.kind === 'property' && !rows.some((row) => hasProperty(row, part, now)))
        missing.push(`${part.column}.${part.name}`)
    }
    if (missing.length > 0) return missing
    rows = applyOperator(operator, rows, now)
  }
  return missing
}

/** The texts that a query compares a column with. */
export function comparedWith({ operators }: Query, column: string): string[] {
  const isColumn = (value: Expression) => value.kind === 'column' && value.name === column
  return operators
    .flatMap(expressionsOf)
    .flatMap(partsOf)
    .flatMap((part) => {
      if (part.kind === 'in' && isColumn(part.value)) return part.list
      return part.kind === 'binary' && isColumn(part.left) ? [part.right] : []
    })
    .flatMap((value) => (value.kind === 'literal' ? [String(value.value)] : []))
}

function hasProperty(row: Row, { column, name }: { column: string; name: string }, now: number): boolean {
  return Object.hasOwn(evaluate({ kind: 'column', name: column }, row, now) as object, name)
}

function expressionsOf(operator: Operator): Expression[] {
  switch (operator.kind) {
    case 'where':
      return [operator.condition]
    case 'extend':
    case 'project':
      return operator.columns.map(({ value }) => value)
    case 'summarize':
      return [...operator.aggregates, ...operator.by].map(({ value }) => value)
    case 'order':
    case 'top':
      return [operator.by]
    case 'render':
      return []
  }
}

function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'call':
      return [expression, ...expression.args.flatMap(partsOf)]
    case 'binary':
      return [expression, ...partsOf(expression.left), ...partsOf(expression.right)]
    case 'in':
      return [expression, ...partsOf(expression.value), ...expression.list.flatMap(partsOf)]
    default:
      return [expression]
  }
}

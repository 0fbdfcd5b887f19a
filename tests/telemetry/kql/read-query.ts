import { ExpressionReader } from './read-expression'
import type { Expression, Named, Operator, Query } from './syntax'

/** Reads the part of KQL that our queries use. Throws, with the line, for everything else. */
export function readQuery(text: string): Query {
  const reader = new ExpressionReader(text)
  const table = reader.take('name')
  const operators: Operator[] = []
  while (reader.takes('|')) {
    if (operators.at(-1)?.kind === 'render') reader.fail()
    operators.push(readOperator(reader))
  }
  if (reader.next.kind !== 'end') reader.fail()
  return { table, operators }
}

function readOperator(reader: ExpressionReader): Operator {
  const kind = reader.next.text
  switch (kind) {
    case 'where':
      reader.require(kind)
      return { kind, condition: reader.expression() }
    case 'extend':
    case 'project':
      reader.require(kind)
      return { kind, columns: reader.list(() => readNamed(reader)) }
    case 'summarize': {
      reader.require(kind)
      const aggregates = reader.list(() => readNamed(reader))
      return { kind, aggregates, by: reader.takes('by') ? reader.list(() => readNamed(reader)) : [] }
    }
    case 'order':
      reader.require(kind)
      return { kind, ...readOrder(reader) }
    case 'top': {
      reader.require(kind)
      const count = Number(reader.take('number'))
      return { kind, count, ...readOrder(reader) }
    }
    case 'render':
      reader.require(kind)
      return { kind, chart: reader.take('name') }
    default:
      return reader.fail()
  }
}

function readOrder(reader: ExpressionReader): { by: Expression; descending: boolean } {
  reader.require('by')
  const by = reader.expression()
  if (reader.takes('asc')) return { by, descending: false }
  reader.require('desc')
  return { by, descending: true }
}

function readNamed(reader: ExpressionReader): Named {
  const value = reader.expression()
  if (value.kind === 'column' && reader.takes('=')) return { name: value.name, value: reader.expression() }
  return { name: ownName(value) ?? reader.fail(), value }
}

/** The name that Kusto gives a column without one: `bin(TimeGenerated, 5m)` is `TimeGenerated`. */
function ownName(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name
  const [first] = value.kind === 'call' && value.name === 'bin' ? value.args : []
  return first && ownName(first)
}

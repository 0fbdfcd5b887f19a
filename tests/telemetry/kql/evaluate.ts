import { functions } from './functions'
import type { Cell, Expression } from './syntax'

/** The values of one row, by column. Throws for a column that there is not. */
export type Row = Readonly<Record<string, Cell>>

/** Works an expression out for a row. Throws for what is not known, and where a text or number is taken from an object as it is. */
export function evaluate(expression: Expression, row: Row, now: number): Cell {
  const of = (inner: Expression) => evaluate(inner, row, now)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'column':
      return columnOf(row, expression.name)
    case 'property':
      throw new Error(`${expression.column}.${expression.name} has no type: use tostring, toreal or toint`)
    case 'call': {
      const run = functions[expression.name]
      if (!run) throw new Error(`there is no function ${expression.name}`)
      return run(
        expression.args.map((arg) => (arg.kind === 'property' ? propertyOf(row, arg) : of(arg))),
        now,
      )
    }
    case 'in': {
      const value = of(expression.value)
      return expression.list.some((one) => of(one) === value)
    }
    case 'binary':
      return binary(expression.operator, of(expression.left), of(expression.right))
  }
}

function columnOf(row: Row, name: string): Cell {
  if (!Object.hasOwn(row, name)) throw new Error(`there is no column ${name}, only ${Object.keys(row).join(', ')}`)
  return row[name]!
}

function propertyOf(row: Row, { column, name }: { column: string; name: string }): Cell {
  const object = columnOf(row, column)
  if (typeof object !== 'object' || object === null) throw new Error(`${column} has no properties`)
  return (object as Record<string, Cell>)[name] ?? null
}

/** Nothing is known of what is compared with, or calculated from, what is not there. */
function binary(operator: string, left: Cell, right: Cell): Cell {
  if (operator === 'and') return left === true && right === true
  if (operator === 'or') return left === true || right === true
  if (left === null || right === null) return null
  if (typeof left !== typeof right) throw new Error(`${String(left)} ${operator} ${String(right)} compares two kinds`)
  switch (operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case 'startswith':
      return String(left).toLowerCase().startsWith(String(right).toLowerCase())
  }
  if (typeof left !== 'number' || typeof right !== 'number') throw new Error(`${operator} is for numbers and times`)
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    default:
      // Kusto cuts whole numbers off, so that our queries divide what toreal has made
      return right === 0 ? null : left / right
  }
}

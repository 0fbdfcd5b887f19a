import type { Value } from './functions'
import type { Expression, Loop } from './syntax'

/** What expressions of one file can name. Both throw for what is not there. */
export interface Names {
  valueOf(name: string): Value
  call(name: string, args: Value[]): Value
}

/** Works an expression out. Throws for names, properties and items that are not there. */
export function evaluate(expression: Expression, names: Names): Value {
  const of = (inner: Expression) => evaluate(inner, names)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return expression.parts.map((part) => (typeof part === 'string' ? part : asText(of(part)))).join('')
    case 'name':
      return names.valueOf(expression.name)
    case 'array':
      return expression.items.map(of)
    case 'object':
      return Object.fromEntries(
        expression.properties.map(({ name, computed, value }) => [computed ? asText(of(computed)) : name, of(value)]),
      )
    case 'member':
      return memberOf(of(expression.object), expression.property)
    case 'index':
      return memberOf(of(expression.object), String(of(expression.index)))
    case 'call':
      return names.call(expression.name, expression.args.map(of))
    case 'choice':
      return of(of(expression.condition) === true ? expression.whenTrue : expression.whenFalse)
    case 'binary':
      return binary(expression.operator, of(expression.left), () => of(expression.right))
    case 'unary':
      return expression.operator === '!' ? of(expression.argument) !== true : -Number(of(expression.argument))
    case 'for':
      return turnsOf(expression.loop, names).map((turn) => evaluate(expression.body, turn))
  }
}

/** The names of each turn of a loop. */
export function turnsOf({ variable, position, list }: Loop, names: Names): Names[] {
  return listOf(evaluate(list, names)).map((item, i) => {
    const turn = withLocal(names, variable, item)
    return position === null ? turn : withLocal(turn, position, i)
  })
}

/** The same names, and one more. */
export function withLocal(names: Names, name: string, value: Value): Names {
  return { ...names, valueOf: (other) => (other === name ? value : names.valueOf(other)) }
}

/** The value as a list. Throws where it is none. */
export function listOf(value: Value): Value[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list.`)
  return value
}

function memberOf(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
    throw new Error(`${JSON.stringify(value).slice(0, 200)} has no ${name}.`)
  return (value as Record<string, Value>)[name]!
}

function asText(value: Value): string {
  if (typeof value === 'object') throw new Error(`${JSON.stringify(value)} cannot stand in a text.`)
  return String(value)
}

function binary(operator: string, left: Value, right: () => Value): Value {
  switch (operator) {
    case '==':
      return left === right()
    case '!=':
      return left !== right()
    case '&&':
      return left === true && right() === true
    case '||':
      return left === true || right() === true
    case '>':
      return Number(left) > Number(right())
    default:
      throw new Error(`The operator ${operator} is not worked out here.`)
  }
}

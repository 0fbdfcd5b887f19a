import type { BicepFile, Expression } from './syntax'

/** What of a resource is known before it is made. */
const known = ['id', 'name', 'type', 'apiVersion', 'uniqueName']

/**
 * The first part of an expression that is known only when something else has been made: an output of a module, or what a
 * service answers. Names, conditions and lists of loops must have none.
 */
export function firstLate(expression: Expression, file: BicepFile): Expression | null {
  const inside = (...inner: Expression[]) => {
    for (const each of inner) {
      const late = firstLate(each, file)
      if (late) return late
    }
    return null
  }
  switch (expression.kind) {
    case 'literal':
      return null
    case 'name': {
      const variable = file.variables.find(({ symbol }) => symbol === expression.name)
      return variable && inside(variable.value) ? expression : null
    }
    case 'template':
      return inside(...expression.parts.filter((part) => typeof part !== 'string'))
    case 'array':
      return inside(...expression.items)
    case 'object':
      return inside(...expression.properties.map(({ value }) => value))
    case 'member':
      return isLate(expression.object, expression.property, file) ? expression : inside(expression.object)
    case 'index':
      return inside(expression.object, expression.index)
    case 'call':
      return inside(...expression.args)
    case 'choice':
      return inside(expression.condition, expression.whenTrue, expression.whenFalse)
    case 'binary':
      return inside(expression.left, expression.right)
    case 'unary':
      return inside(expression.argument)
    case 'for':
      return inside(expression.loop.list, expression.body)
  }
}

function isLate(object: Expression, property: string, { resources, modules }: BicepFile): boolean {
  const root = object.kind === 'index' ? object.object : object
  if (root.kind !== 'name') return false
  const isOne = (all: readonly { symbol: string }[]) => all.some(({ symbol }) => symbol === root.name)
  return (isOne(modules) && property === 'outputs') || (isOne(resources) && !known.includes(property))
}

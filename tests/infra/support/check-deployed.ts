import { checkObject, type Kind } from './check-value'
import type { Deployed } from './deploy'
import type { Value } from './functions'
import type { ResourceType } from './resource-types'
import type { Expression, ObjectExpression } from './syntax'

const at = { start: 0, end: 0 }

/** What is wrong with a resource as it would be made, where everything is worked out: above all lengths and patterns. */
export function checkDeployed({ versioned, name, body }: Deployed, types: ReadonlyMap<string, ResourceType>): string[] {
  const { body: type, table } = types.get(versioned)!
  const written = asExpression(body) as ObjectExpression
  return checkObject(written, table.object(type.ref), table, kindOf).map(({ says }) => `${versioned} ${name}: ${says}`)
}

function asExpression(value: Value): Expression {
  if (Array.isArray(value)) return { kind: 'array', at, items: value.map(asExpression) }
  if (typeof value !== 'object' || value === null) return { kind: 'literal', at, value }
  const properties = Object.entries(value).map(([name, inner]) => ({
    name,
    nameAt: at,
    computed: null,
    value: asExpression(inner),
  }))
  return { kind: 'object', at, properties }
}

function kindOf(expression: Expression): Kind | null {
  if (expression.kind !== 'literal') return expression.kind === 'object' ? 'object' : 'array'
  if (typeof expression.value === 'number') return 'int'
  if (typeof expression.value === 'boolean') return 'bool'
  return expression.value === null ? null : 'string'
}

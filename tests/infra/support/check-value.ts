import type { ObjectTable, ObjectType, PlainObject, ValueType } from './resource-types'
import type { Expression, ObjectExpression, Span } from './syntax'

/** What is wrong, and where. */
export interface Problem {
  at: Span
  says: string
}

/** Bicep's own kind of a value, as far as the text tells; null: only the deployment tells. */
export type Kind = 'string' | 'int' | 'bool' | 'object' | 'array'
type KindOf = (expression: Expression) => Kind | null

/**
 * Compares an expression with a type of a resource: unknown, missing and read-only properties, wrong kinds, and values that
 * are none of those listed. Stricter than the compiler, which takes any string where a list is open.
 */
function checkValue(value: Expression, type: ValueType, table: ObjectTable, kindOf: KindOf): Problem[] {
  const check = (inner: Expression, innerType: ValueType) => checkValue(inner, innerType, table, kindOf)
  if (type === 'any') return []
  if (value.kind === 'choice') return [...check(value.whenTrue, type), ...check(value.whenFalse, type)]
  // null leaves a property out
  if (value.kind === 'literal' && value.value === null) return []
  if (typeof type === 'object' && 'ref' in type) {
    if (value.kind === 'object') return checkObject(value, table.object(type.ref), table, kindOf)
    return wrongKind(value, 'object', kindOf)
  }
  if (typeof type === 'object' && 'items' in type) {
    if (value.kind === 'array') return value.items.flatMap((item) => check(item, type.items))
    if (value.kind === 'for') return check(value.body, type.items)
    return wrongKind(value, 'array', kindOf)
  }
  const kind = wrongKind(value, kindOfType(type), kindOf)
  if (kind.length > 0 || value.kind !== 'literal') return kind
  return checkLiteral(value.value, type).map((says) => ({ at: value.at, says }))
}

/** Compares the body of a resource with its type; `given` are properties of Bicep itself, such as `scope`. */
export function checkObject(
  object: ObjectExpression,
  type: ObjectType,
  table: ObjectTable,
  kindOf: KindOf,
  given: readonly string[] = [],
): Problem[] {
  const plain = 'props' in type ? type : variantOf(object, type, table)
  if (!plain) return [{ at: object.at, says: `${type.name}: no known variant is named` }]
  const written = object.properties.filter(({ name }) => !given.includes(name))
  const known = written.flatMap(({ name, nameAt, value }) => {
    const property = Object.hasOwn(plain.props, name) ? plain.props[name]! : null
    if (property?.readOnly) return [{ at: nameAt, says: `${plain.name}.${name} is read-only` }]
    // names that anybody may choose stand in objects without names of their own
    const expected = property?.type ?? (Object.keys(plain.props).length === 0 ? plain.additional : undefined)
    if (expected === undefined) return [{ at: nameAt, says: `${plain.name} has no property ${name}` }]
    return checkValue(value, expected, table, kindOf)
  })
  const names = object.properties.map(({ name }) => name)
  const missing = Object.entries(plain.props)
    .filter(([name, { required, readOnly }]) => required && !readOnly && !names.includes(name))
    .map(([name]) => ({ at: object.at, says: `${plain.name} needs the property ${name}` }))
  const twice = object.properties
    .filter(({ name }, i) => names.indexOf(name) < i)
    .map(({ name, nameAt }) => ({ at: nameAt, says: `${name} stands there twice` }))
  return [...known, ...missing, ...twice]
}

function variantOf(
  object: ObjectExpression,
  type: Exclude<ObjectType, PlainObject>,
  table: ObjectTable,
): PlainObject | null {
  const chosen = object.properties.find(({ name }) => name === type.discriminator)?.value
  if (chosen?.kind !== 'literal' || !Object.hasOwn(type.variants, String(chosen.value))) return null
  const variant = table.object(type.variants[String(chosen.value)]!.ref)
  return 'props' in variant ? { ...variant, props: { ...type.base, ...variant.props } } : null
}

function kindOfType(type: Exclude<ValueType, { ref: number } | { items: ValueType }>): Kind | null {
  if (type === 'any' || type === 'null') return null
  if (typeof type === 'string') return type
  if ('t' in type) return type.t
  return 'lit' in type && typeof type.lit === 'boolean' ? 'bool' : 'string'
}

function wrongKind(value: Expression, expected: Kind | null, kindOf: KindOf): Problem[] {
  const found = kindOf(value)
  return found === null || expected === null || found === expected
    ? []
    : [{ at: value.at, says: `is ${found}, and must be ${expected}` }]
}

function checkLiteral(value: string | number | boolean | null, type: ValueType): string[] {
  if (typeof type !== 'object') return []
  if ('lit' in type) return value === type.lit ? [] : [`must be ${String(type.lit)}`]
  if ('enum' in type) return type.enum.includes(String(value)) ? [] : [`must be one of ${type.enum.join(', ')}`]
  if (!('t' in type)) return []
  const size = typeof value === 'number' ? value : String(value).length
  const fits = (type.min === undefined || size >= type.min) && (type.max === undefined || size <= type.max)
  const matches = type.pattern === undefined || new RegExp(type.pattern).test(String(value))
  return fits && matches ? [] : [`must be ${JSON.stringify(type)}`]
}

import { type Json, type JsonObject, isObject } from '../../json'
import { type Leaf, segment } from './leaf'

/** Yields every non-null property of a typed policy except metadata; nested objects give several values. */
export function* typedLeaves(policy: JsonObject, metadata: ReadonlySet<string>): Iterable<Leaf> {
  for (const key of Object.keys(policy)) {
    if (!metadata.has(key) && !key.includes('@odata.')) yield* propertyLeaves(policy, key, segment(key))
  }
}

/** Yields the values of one property, down to scalars and lists of scalars. */
export function* propertyLeaves(holder: JsonObject | Json[], key: string, path: string): Iterable<Leaf> {
  const target = holder as JsonObject
  const value = target[key]
  if (value === null || value === undefined) return
  const inner = Array.isArray(value) ? value.some((item) => typeof item === 'object' && item !== null) : isObject(value)
  const names = inner
    ? Object.keys(value).filter((name) => isProperty(name) && (value as JsonObject)[name] !== null)
    : []
  if (names.length === 0) yield { path, value, set: (next) => (target[key] = next) }
  for (const name of names) yield* propertyLeaves(value as JsonObject, name, `${path}/${segment(name)}`)
}

/** Returns false for `id` and OData annotations. */
export function isProperty(key: string): boolean {
  return key !== 'id' && !key.includes('@odata.')
}

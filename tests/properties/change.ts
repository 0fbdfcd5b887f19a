import type { FullPolicy } from '../../src/intune/stored/full-policy'
import type { Random } from './serve'

/** The path of one value in JSON. */
type JsonPath = (string | number)[]

/**
 * Changes one value of a policy: any except ids, volatile properties and protocol metadata. The name is one of
 * them.
 */
export function changed(full: FullPolicy, volatile: ReadonlySet<string>, random: Random): FullPolicy {
  const paths = [...valuePaths(full, [])].filter(([top]) => top !== 'version' && !volatile.has(String(top)))
  return replaceAt(full, paths[random(paths.length)] ?? ['name'], otherValue) as FullPolicy
}

function* valuePaths(value: unknown, path: JsonPath): Iterable<JsonPath> {
  if (typeof value === 'object' && value !== null) {
    const isCatalog = 'settingDefinitionId' in value
    for (const [key, inner] of Object.entries(value)) {
      const index = Array.isArray(value) ? Number(key) : key
      if (!isProtocolMetadata(key, path, isCatalog)) yield* valuePaths(inner, [...path, index])
    }
  } else yield path
}

/** Whether a property is an id, a rule's name, which nobody can choose, or a type that repeats what the value shows. */
function isProtocolMetadata(key: string, path: JsonPath, isCatalog: boolean): boolean {
  if (key === 'id' || key === 'ruleName' || (key.includes('@odata.') && key !== '@odata.type')) return true
  if (key !== '@odata.type') return false
  return path.length > 0 && (isCatalog || path[0] === 'settings' || path[0] === 'scheduledActionsForRule')
}

function replaceAt(value: unknown, [key, ...rest]: JsonPath, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.with(Number(key), replaceAt(value[Number(key)], rest, change))
  const entries = Object.entries(value as object).map(([name, inner]) => {
    const how = name === 'valueJson' ? otherJson : change
    return [name, name === key ? replaceAt(inner, rest, how) : inner]
  })
  return Object.fromEntries(entries)
}

function otherValue(old: unknown): unknown {
  if (typeof old === 'number') return old + 1
  if (typeof old === 'boolean') return !old
  return typeof old === 'string' ? `${old}x` : 'x'
}

/** Another value in a text that is JSON. */
function otherJson(text: unknown): unknown {
  return JSON.stringify([JSON.parse(String(text))])
}

import type { FullPolicy } from '../../src/intune/stored/full-policy'
import type { Random } from './serve'

/** The place of one value in JSON. */
type Way = (string | number)[]

/**
 * The policy with one of its values changed: any value but ids, what is volatile, and notes of the protocol. Its name is
 * one of them.
 */
export function changed(full: FullPolicy, volatile: ReadonlySet<string>, random: Random): FullPolicy {
  const ways = [...waysIn(full, [])].filter(([top]) => top !== 'version' && !volatile.has(String(top)))
  return put(full, ways[random(ways.length)] ?? ['name'], another) as FullPolicy
}

function* waysIn(value: unknown, way: Way): Iterable<Way> {
  if (typeof value === 'object' && value !== null) {
    const isCatalog = 'settingDefinitionId' in value
    for (const [key, inner] of Object.entries(value)) {
      const index = Array.isArray(value) ? Number(key) : key
      if (!isNote(key, way, isCatalog)) yield* waysIn(inner, [...way, index])
    }
  } else yield way
}

/** Ids of records, a rule's name, which nobody can choose, and Graph's type names where they only say again what the value shows. */
function isNote(key: string, way: Way, isCatalog: boolean): boolean {
  if (key === 'id' || key === 'ruleName' || (key.includes('@odata.') && key !== '@odata.type')) return true
  if (key !== '@odata.type') return false
  return way.length > 0 && (isCatalog || way[0] === 'settings' || way[0] === 'scheduledActionsForRule')
}

function put(value: unknown, [key, ...rest]: Way, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.with(Number(key), put(value[Number(key)], rest, change))
  const entries = Object.entries(value as object).map(([name, inner]) => {
    const how = name === 'valueJson' ? anotherJson : change
    return [name, name === key ? put(inner, rest, how) : inner]
  })
  return Object.fromEntries(entries)
}

function another(old: unknown): unknown {
  if (typeof old === 'number') return old + 1
  if (typeof old === 'boolean') return !old
  return typeof old === 'string' ? `${old}x` : 'x'
}

/** Another value in a text that is JSON. */
function anotherJson(text: unknown): unknown {
  return JSON.stringify([JSON.parse(String(text))])
}

import type { StoredDefinition } from '../db/schema'
import { collapse, sortByBytes, isObject, wellFormed } from './text'

/** What is kept of a setting definition as Graph sends it (a fraction: no texts, no dependencies); null where it is none. */
export function trimDefinition(raw: unknown): StoredDefinition | null {
  if (!isObject(raw) || typeof raw['id'] !== 'string' || raw['id'] === '') return null
  const valueDefinition = raw['valueDefinition']
  const options = optionsOf(raw['options'])
  return {
    id: wellFormed(raw['id']),
    name: textOf(raw['name']),
    displayName: textOf(raw['displayName']),
    category: categoryOf(raw['keywords']),
    secret: isObject(valueDefinition) && valueDefinition['isSecret'] === true,
    many: mayHoldMany(raw['maximumCount'], raw['@odata.type']),
    ...(options ? { options } : {}),
  }
}

/** Only collections have a count; one that names none has no limit. */
function mayHoldMany(maximumCount: unknown, type: unknown): boolean {
  if (typeof maximumCount === 'number') return maximumCount > 1
  return typeof type === 'string' && type.includes('Collection')
}

/**
 * Graph has no category names beside its definitions, but most of them carry theirs among the keywords, as the portal
 * shows it: the entry that begins with a backslash. Twelve have two, which differ in case only.
 */
function categoryOf(keywords: unknown): string | null {
  if (!Array.isArray(keywords)) return null
  const paths = keywords.filter((keyword) => typeof keyword === 'string' && keyword.startsWith('\\')) as string[]
  const collapsed = paths.map((path) => collapse(path.slice(1)))
  const [first] = sortByBytes(collapsed, (path) => path)
  return first || null
}

function optionsOf(options: unknown): Record<string, string> | undefined {
  if (!Array.isArray(options)) return undefined
  const labels: [string, string][] = []
  for (const option of options) {
    if (!isObject(option) || typeof option['itemId'] !== 'string') continue
    const label = textOf(option['displayName']) ?? textOf(option['name'])
    if (label !== null) labels.push([wellFormed(option['itemId']).toLowerCase(), label])
  }
  return labels.length > 0 ? Object.fromEntries(labels) : undefined
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? collapse(value) || null : null
}

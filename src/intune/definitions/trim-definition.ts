import type { StoredDefinition } from '../stored/definition'
import { collapse, sortByBytes, isObject, wellFormed } from '../../shared/text'

/**
 * Reduces a setting definition as Graph sends it to what naming needs; null when it is not a definition. The settings
 * catalog and `settingDefinitions` (intents, typed properties) have different formats for the same information.
 */
export function trimDefinition(raw: unknown): StoredDefinition | null {
  if (!isObject(raw) || typeof raw['id'] !== 'string' || raw['id'] === '') return null
  const valueDefinition = raw['valueDefinition']
  const constraints = Array.isArray(raw['constraints']) ? raw['constraints'].filter(isObject) : []
  const options = optionsOf(raw['options']) ?? enumOf(constraints)
  const below = nestedTypeOf(raw)
  return {
    id: wellFormed(raw['id']),
    name: textOf(raw['name']),
    displayName: labelOf(raw['displayName']),
    category: categoryOf(raw['keywords']),
    secret:
      (isObject(valueDefinition) && valueDefinition['isSecret'] === true) || constraints.some(isA('SecretConstraint')),
    many: allowsMany(raw['maximumCount'], raw['@odata.type']),
    ...(options ? { options } : {}),
    ...(below === undefined ? {} : { below }),
  }
}

/** Only collections have `maximumCount`; one without it has no limit. */
function allowsMany(maximumCount: unknown, type: unknown): boolean {
  if (typeof maximumCount === 'number') return maximumCount > 1
  return typeof type === 'string' && type.includes('Collection')
}

/**
 * Finds the category path as the portal shows it: the keyword that begins with a backslash. Graph sends it nowhere else.
 * Twelve definitions have two that differ in case only, so the first in byte order is taken.
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

/** The labels of an enumeration's values, except of null, which means that nothing is set. */
function enumOf(constraints: readonly Record<string, unknown>[]): Record<string, string> | undefined {
  const values = constraints
    .filter(isA('EnumConstraint'))
    .flatMap(({ values }) => (Array.isArray(values) ? values : []))
  const options = values.map((one) => (isObject(one) ? { ...one, itemId: one['value'] } : one))
  return optionsOf(options)
}

/**
 * The id of the complex type of a property's value, or of its list's elements; undefined when it has no properties. A
 * complex definition does not name its type; it is taken from the ids of its properties, `{type}_{property}`.
 */
function nestedTypeOf(raw: Record<string, unknown>): string | undefined {
  const element = raw['elementDefinitionId']
  if (typeof element === 'string' && element !== '') return wellFormed(element)
  const properties = raw['propertyDefinitionIds']
  const first: unknown = Array.isArray(properties) ? properties[0] : undefined
  if (typeof first !== 'string' || !first.includes('_')) return undefined
  return wellFormed(first.slice(0, first.lastIndexOf('_')))
}

function isA(kind: string): (constraint: Record<string, unknown>) => boolean {
  return ({ '@odata.type': type }) => typeof type === 'string' && type.endsWith(kind)
}

/** Graph sends `LOC NEEDED…` when a display name is missing. */
function labelOf(displayName: unknown): string | null {
  const label = textOf(displayName)
  return label?.startsWith('LOC NEEDED') ? null : label
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? collapse(value) || null : null
}

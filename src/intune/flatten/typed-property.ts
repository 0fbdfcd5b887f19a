import type { StoredDefinition } from '../stored/definition'
import type { FindDefinition } from '../definitions/find-definition'
import { childPath } from './path'
import { propertyLabel } from './property-labels'
import { rowLabel } from './setting-label'
import { wellFormed } from '../../shared/text'

/** What names a property: the catalog, and before it what the policy type's record says. */
export interface PropertyNames {
  findDefinition: FindDefinition
  label?: ((property: string) => string | undefined) | undefined
}

/** A property of a typed policy, or of a value inside one, on its way into rows. */
export interface TypedProperty {
  path: string
  /** Property names joined by `/`, without indexes: what a record calls this property. */
  property: string
  /** The property's own name. */
  key: string
  definition: StoredDefinition | undefined
  definitionId: string | null
  /** Labels of its parents, joined. */
  parent: string
  own: string
  index?: number
  depth: number
}

/** Ids of typed definitions: `deviceConfiguration--{type}_{property}`. */
const TYPED_DEFINITION_PREFIX = 'deviceConfiguration--'

const GRAPH_TYPE_PREFIX = '#microsoft.graph.'

/** The Graph type of an object, without its prefix; undefined where it tells none. */
export function typeOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const type = object['@odata.type']
  if (typeof type !== 'string' || type === '') return undefined
  return wellFormed(type.startsWith(GRAPH_TYPE_PREFIX) ? type.slice(GRAPH_TYPE_PREFIX.length) : type)
}

/** A property of an object; `above`: the place that the object is the value of, none for the policy itself. */
export function propertyOf(
  key: string,
  object: Record<string, unknown>,
  naming: PropertyNames,
  above?: TypedProperty,
): TypedProperty {
  const property = above ? `${above.property}/${key}` : key
  const label = naming.label?.(property)
  const definition = label === undefined ? definitionOf(key, object, naming.findDefinition, above) : undefined
  return {
    path: above ? `${above.path}/${childPath('', key)}` : childPath('', key),
    property,
    key,
    definition,
    definitionId: definition?.id ?? null,
    parent: above ? rowLabel(above.parent, above.own, above.index) : '',
    own: label ?? definition?.displayName ?? propertyLabel(key),
    depth: (above?.depth ?? 0) + 1,
  }
}

/** An element of a list has its list's label with a number; an element of a list in a list, both numbers. */
export function listElement(place: TypedProperty, index: number): TypedProperty {
  const own = place.index === undefined ? place.own : `${place.own} [${place.index + 1}]`
  return { ...place, path: `${place.path}/${index}`, own, index, depth: place.depth + 1 }
}

/** Not null, and neither an id that Graph gave nor a word of OData's. */
export function isSet(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && key !== 'id' && !isAnnotation(key)
}

/** OData's own words: `@odata.type`, `assignments@odata.context`, and the actions that full metadata lists. */
export function isAnnotation(key: string): boolean {
  return key.includes('@odata.') || key.startsWith(GRAPH_TYPE_PREFIX)
}

/**
 * By the object's own type; for an intent's value, by the implementation that it names; else by the type that its
 * parent's definition gives it: Graph leaves the type of a nested object out wherever only one is possible.
 */
function definitionOf(
  key: string,
  object: Record<string, unknown>,
  findDefinition: FindDefinition,
  above: TypedProperty | undefined,
): StoredDefinition | undefined {
  const type = typeOf(object)
  const implementation = object['$implementationId']
  const prefixes = [
    type === undefined ? undefined : `${TYPED_DEFINITION_PREFIX}${type}`,
    typeof implementation === 'string' ? wellFormed(implementation) : undefined,
    above?.definition?.below,
  ]
  for (const prefix of prefixes) {
    const known = prefix === undefined ? undefined : findDefinition(`${prefix}_${wellFormed(key)}`)
    if (known) return known
  }
  return undefined
}

/** The type and the property that a typed definition's id names. */
export function parseTypedDefinitionId(id: string): { type: string; property: string } {
  const [, type = '', property = id] = /^deviceConfiguration--([^_]*)_(.+)$/is.exec(id) ?? []
  return { type, property }
}

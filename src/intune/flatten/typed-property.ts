import type { StoredDefinition } from '../stored/definition'
import type { FindDefinition } from '../definitions/find-definition'
import { childPath } from './path'
import { propertyLabel } from './property-labels'
import { rowLabel } from './setting-label'
import { typedDefinition } from './typed-definition'

/** Sources of a property's label: the policy type's record first, then the definitions. */
export interface PropertyNames {
  findDefinition: FindDefinition
  label?: ((propertyPath: string) => string | undefined) | undefined
}

/** A property of a typed policy, or of an object inside one, with its labels and definition. */
export interface TypedProperty {
  path: string
  /** Property names joined by `/`, without indexes; policy type records use it. */
  propertyPath: string
  /** The property's own name. */
  key: string
  definition: StoredDefinition | undefined
  definitionId: string | null
  /** Labels of its parents, joined. */
  parentLabel: string
  ownLabel: string
  index?: number
  depth: number
}

/** Describes a property of an object. `parent`: the property that holds the object; undefined for the policy itself. */
export function propertyOf(
  key: string,
  object: Record<string, unknown>,
  naming: PropertyNames,
  parent?: TypedProperty,
): TypedProperty {
  const propertyPath = parent ? `${parent.propertyPath}/${key}` : key
  const label = naming.label?.(propertyPath)
  const definition =
    label === undefined ? typedDefinition(key, object, naming.findDefinition, parent?.definition) : undefined
  return {
    path: parent ? `${parent.path}/${childPath('', key)}` : childPath('', key),
    propertyPath,
    key,
    definition,
    definitionId: definition?.id ?? null,
    parentLabel: parent ? rowLabel(parent.parentLabel, parent.ownLabel, parent.index) : '',
    ownLabel: label ?? definition?.displayName ?? propertyLabel(key),
    depth: (parent?.depth ?? 0) + 1,
  }
}

/** Describes an element of a list: the list's label with a number, or both numbers for a list in a list. */
export function listElement(property: TypedProperty, index: number): TypedProperty {
  const ownLabel = property.index === undefined ? property.ownLabel : `${property.ownLabel} [${property.index + 1}]`
  return { ...property, path: `${property.path}/${index}`, ownLabel, index, depth: property.depth + 1 }
}

import { addDefinition, type Definitions, emptyDefinitions } from '../../graph/definition-catalog'
import type { JsonObject } from '../../json'
import { labelsOf, linesOf } from './table'

const prefix = 'deviceConfiguration--'
const type = (name: string) => `#microsoft.graph.deviceManagement${name}`

/**
 * Reads definitions of typed properties: `type_property | value type | display name | value=label; …`. A `complex` or a
 * `collection` of objects names their type: `complex bitLockerRecoveryOptions`. Where Graph has no display name it is empty.
 */
export function typedDefinitions(table: string): Definitions {
  const definitions = emptyDefinitions()
  const lines = linesOf(table)
  for (const [id = '', valueType = '', ...rest] of lines) {
    const [kind = '', below] = valueType.split(' ')
    const properties = lines.flatMap(([other = '']) => (below && other.startsWith(`${below}_`) ? [prefix + other] : []))
    addDefinition(definitions, { ...definition(prefix + id, kind, rest), ...belowOf(kind, below, properties) })
  }
  return definitions
}

function definition(id: string, valueType: string, [displayName = '', labels = '']: string[]): JsonObject {
  const values = labelsOf(labels).map(([value, label]) => ({ value, displayName: label }))
  return {
    id,
    valueType,
    displayName: displayName || `LOC NEEDED: ${id.replaceAll('--', '__')}_DisplayName`,
    isTopLevel: true,
    description: null,
    placeholderText: null,
    keywords: [''],
    constraints: values.length > 0 ? [{ '@odata.type': type('EnumConstraint'), values }] : [],
    dependencies: [],
  }
}

function belowOf(kind: string, below: string | undefined, propertyDefinitionIds: string[]): JsonObject {
  if (kind === 'complex') return { '@odata.type': type('ComplexSettingDefinition'), propertyDefinitionIds }
  if (kind !== 'collection') return {}
  const element = below === undefined ? {} : { elementDefinitionId: prefix + below }
  return { '@odata.type': type('CollectionSettingDefinition'), ...element }
}

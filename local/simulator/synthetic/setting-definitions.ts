import { complianceChoices, complianceProperties, complianceTypes } from '../data/compliance-properties'
import { configurationTable, configurationTables } from '../data/device-configuration-properties'
import type { Property, PropertyKind } from '../data/property-table'
import { addDefinition, type Definitions, emptyDefinitions } from '../graph/definition-catalog'
import type { JsonObject } from '../json'

const prefix = 'deviceConfiguration--'

/** Creates the definitions of typed properties and intent settings: `deviceConfiguration--{type}_{property}`. */
export function typedDefinitions(): Definitions {
  const definitions = emptyDefinitions()
  const types = new Map(configurationTables.map((name) => [name, configurationTable(name)]))
  for (const name of complianceTypes) types.set(name, complianceProperties(name) ?? new Map<string, Property>())
  let n = 0
  for (const [type, table] of types) {
    const ids = [...table.keys()].map((name) => `${prefix}${type}_${name}`)
    addDefinition(definitions, { ...complex(ids), ...head(prefix + type, type, n++, 'complex') })
    for (const [name, property] of table) {
      // some are missing in Graph
      if (n++ % 41 !== 40)
        addDefinition(definitions, { ...shape(property, types), ...definition(type, name, property, n) })
      if (property.kind === 'l' && property.of === undefined) addDefinition(definitions, element(type, name, n))
    }
  }
  return definitions
}

type Types = ReadonlyMap<string, ReadonlyMap<string, Property>>

const valueTypes: Readonly<Record<PropertyKind, string>> = {
  b: 'boolean',
  n: 'integer',
  s: 'string',
  d: 'string',
  e: 'string',
  l: 'collection',
  o: 'complex',
  a: 'abstractComplex',
}

function definition(type: string, name: string, property: Property, n: number): JsonObject {
  const base = head(`${prefix}${type}_${name}`, name, n, valueTypes[property.kind])
  const constraints = constraintsOf(name, property)
  const elements = property.kind === 'l' ? { elementDefinitionId: elementOf(type, name, property) } : {}
  return { ...base, ...elements, constraints }
}

function head(id: string, name: string, n: number, valueType: string): JsonObject {
  const missing = n % 37 === 5 // Graph has no text for some
  return {
    id,
    valueType,
    displayName: missing ? `LOC NEEDED: ${id.replaceAll('--', '__')}_DisplayName` : words(name),
    isTopLevel: true,
    description: missing ? null : `What ${words(name).toLowerCase()} does.`,
    placeholderText: null,
    documentationUrl: null,
    headerTitle: null,
    headerSubtitle: null,
    keywords: [''],
    constraints: [],
    dependencies: [],
  }
}

function elementOf(type: string, name: string, { of }: Property): string {
  return of === undefined ? `${prefix}${type}_${name}_element` : prefix + of
}

function element(type: string, name: string, n: number): JsonObject {
  return { ...head(`${prefix}${type}_${name}_element`, name, n, 'string'), isTopLevel: false }
}

function shape({ kind, of }: Property, types: Types): JsonObject {
  if (kind === 'l') return { '@odata.type': '#microsoft.graph.deviceManagementCollectionSettingDefinition' }
  if (of === undefined) return {}
  if (kind === 'o') return complex([...(types.get(of)?.keys() ?? [])].map((name) => `${prefix}${of}_${name}`))
  const type = '#microsoft.graph.deviceManagementAbstractComplexSettingDefinition'
  return { '@odata.type': type, implementations: [prefix + of] }
}

function complex(propertyDefinitionIds: string[]): JsonObject {
  return { '@odata.type': '#microsoft.graph.deviceManagementComplexSettingDefinition', propertyDefinitionIds }
}

function constraintsOf(name: string, { kind, choices }: Property): JsonObject[] {
  const words =
    kind === 'e' ? (choices.length > 0 ? choices : complianceChoices(name)) : kind === 'b' ? ['false', 'true'] : []
  return words.length === 0 ? [] : [enumeration(words)]
}

function enumeration(values: readonly string[]): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.deviceManagementEnumConstraint',
    values: values.map((value) => ({ value, displayName: labels[value] ?? words(value) })),
  }
}

const labels: Readonly<Record<string, string>> = { false: 'Not configured', true: 'Yes' }

/** `bitLockerEncryptDevice` → `Bit locker encrypt device`. */
function words(name: string): string {
  const text = name.replaceAll(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

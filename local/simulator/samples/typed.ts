import type { JsonObject } from '../json'

/** The definition of a typed property or an intent's setting as Graph sends it, for samples. */
export function typedDefinition(id: string, displayName: string | null, more: JsonObject = {}): JsonObject {
  return {
    id,
    valueType: 'string',
    displayName: displayName ?? `LOC NEEDED: ${id.replaceAll('--', '__')}_DisplayName`,
    isTopLevel: true,
    description: null,
    placeholderText: null,
    keywords: [''],
    constraints: [],
    dependencies: [],
    ...more,
  }
}

/** The constraint that lists the values of a property with their labels. */
export function labels(values: Readonly<Record<string, string>>): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.deviceManagementEnumConstraint',
    values: Object.entries(values).map(([value, displayName]) => ({ value, displayName })),
  }
}

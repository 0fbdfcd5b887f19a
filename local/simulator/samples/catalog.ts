import type { Json, JsonObject } from '../json'

const type = (name: string): JsonObject => ({ '@odata.type': `#microsoft.graph.deviceManagementConfiguration${name}` })

/** A setting of the catalog for a sample: with the kind `SimpleSetting`, the value is in `simpleSettingValue`. */
export function instance(settingDefinitionId: string, kind: string, value: Json): JsonObject {
  const property = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Value`
  return {
    ...type(`${kind}Instance`),
    settingDefinitionId,
    settingInstanceTemplateReference: null,
    [property]: value,
  }
}

/** The value of a simple setting. */
export function text(value: string): JsonObject {
  return { ...type('StringSettingValue'), value }
}

/** The list `settings` of a policy with these instances. */
export function settingsOf(...instances: JsonObject[]): JsonObject[] {
  return instances.map((settingInstance, i) => ({ id: String(i), settingInstance }))
}

/** A definition of the catalog as Graph sends it; with the labels of its options by item id if it is a choice. */
export function catalogDefinition(
  id: string,
  displayName: string,
  options: Readonly<Record<string, string>> = {},
): JsonObject {
  const choices = Object.entries(options).map(([itemId, label]) => ({
    itemId,
    name: label,
    displayName: label,
    description: null,
  }))
  const kind = choices.length > 0 ? 'ChoiceSettingDefinition' : 'SimpleSettingDefinition'
  return { ...type(kind), id, name: null, displayName, keywords: [''], ...(choices.length > 0 && { options: choices }) }
}

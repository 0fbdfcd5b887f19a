import type { Json, JsonObject } from '../../json'

/** Objects of administrative templates as Graph writes them. */

const described = '2025-11-20T10:00:00Z'
const dates = { createdDateTime: '2026-01-05T08:00:00Z', lastModifiedDateTime: '2026-02-01T08:00:00Z' }

/** The kinds of presentations: fields of a definition. */
export type Kind = 'CheckBox' | 'DecimalTextBox' | 'TextBox' | 'MultiTextBox' | 'ListBox' | 'DropdownList' | 'ComboBox'

/** Makes a presentation. Its id is the same in all tenants. `items`: displayed names by value, only of a drop-down list. */
export function presentation(id: string, kind: Kind, label: string | null, items?: Record<string, string>): JsonObject {
  const choices = Object.entries(items ?? {}).map(([value, displayName]) => ({ displayName, value }))
  return {
    '@odata.type': `#microsoft.graph.groupPolicyPresentation${kind}`,
    id,
    label,
    lastModifiedDateTime: described,
    ...(items && { items: choices }),
  }
}

/** The kinds of presentation values; those of a `MultiText` and of a `List` have `values`. */
export type ValueKind = 'Boolean' | 'Decimal' | 'LongDecimal' | 'Text' | 'MultiText' | 'List'

/** Makes the value of a field. */
export function presentationValue(id: string, kind: ValueKind, value: Json, about: JsonObject): JsonObject {
  return {
    '@odata.type': `#microsoft.graph.groupPolicyPresentationValue${kind}`,
    id,
    ...dates,
    [kind === 'MultiText' || kind === 'List' ? 'values' : 'value']: value,
    presentation: about,
  }
}

/** Makes a definition. Its id is the same in all tenants; two may have one name, for computers and for users. */
export function definition(id: string, classType: 'machine' | 'user', path: string, displayName: string): JsonObject {
  return {
    id,
    classType,
    displayName,
    explainText: `This policy setting: ${displayName}.`,
    categoryPath: path,
    supportedOn: 'At least Windows 10',
    policyType: 'admxBacked',
    hasRelatedDefinitions: false,
    groupPolicyCategoryId: '5a0a3a1c-0000-4000-8000-00000000000c',
    minDeviceCspVersion: '5.0',
    minUserCspVersion: '5.0',
    version: '1.0',
    lastModifiedDateTime: described,
  }
}

/** Makes the setting of a policy that enables or disables a definition. */
export function definitionValue(
  id: string,
  enabled: boolean,
  about: JsonObject,
  presentationValues: JsonObject[] = [],
): JsonObject {
  return { id, enabled, configurationType: 'policy', ...dates, definition: about, presentationValues }
}

/** The properties of a policy; there are no settings among them. */
export function properties(displayName: string): JsonObject {
  return { ...dates, displayName, description: '', roleScopeTagIds: ['0'], policyConfigurationIngestionType: 'builtIn' }
}

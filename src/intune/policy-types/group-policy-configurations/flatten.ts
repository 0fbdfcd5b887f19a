import { collapse, stableJson } from '../../../shared/text'
import { humaniseProperty } from '../../flatten/humanise'
import { childPath } from '../../flatten/path'
import { toSettingRows, type UnnamedRow } from '../../flatten/rows'
import { rowLabel } from '../../flatten/setting-label'
import type { FullPolicy } from '../../stored/full-policy'
import type { SettingRow } from '../../stored/setting-row'
import { fieldValue } from './field-value'
import { type Definition, type DefinitionValue, definitionValuesOf, type Presentation } from './schema'

/** Makes one row per definition, Enabled or Disabled, and one per field that is filled in. */
export function flatten(full: FullPolicy): SettingRow[] {
  return toSettingRows(definitionValuesOf(full).flatMap(rowsOf))
}

function rowsOf({ enabled, definition, presentationValues }: DefinitionValue): UnnamedRow[] {
  const path = childPath('definitionValues', definition.id)
  const label = collapse(definition.displayName ?? '') || definition.id
  const shared = { category: categoryOf(definition), ownName: null, definitionId: definition.id }
  const shown = enabled ? 'Enabled' : 'Disabled'
  return [
    { ...shared, path, label, value: { value: shown, valueType: 'choice', raw: stableJson(enabled) } },
    ...presentationValues.map((field) => ({
      ...shared,
      path: childPath(path, field.presentation.id),
      label: rowLabel(label, fieldLabel(field.presentation)),
      value: fieldValue(field),
    })),
  ]
}

/** `Computer\Windows Components\Windows Update`, as the portal shows where a definition is. */
function categoryOf({ classType, categoryPath }: Definition): string | null {
  const side = classType === 'machine' ? 'Computer' : classType === 'user' ? 'User' : ''
  const below = collapse(categoryPath ?? '').replace(/^\\+/, '')
  return [side, below].filter((part) => part !== '').join('\\') || null
}

/** The label of a field, without the colon at its end; without a label, what kind of field it is: `Text box`. */
function fieldLabel({ label, '@odata.type': type }: Presentation): string {
  const own = collapse(label ?? '').replace(/[\s:]+$/, '')
  return own || humaniseProperty((type ?? '').replace(/^.*\.groupPolicyPresentation/, '')) || 'Value'
}

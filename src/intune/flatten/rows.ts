import { type NameParts, uniqueNames } from './unique-names'
import type { SettingRow } from '../stored/setting-row'
import type { RowValue } from './values'
import { sortByBytes } from '../../shared/text'

/** A row before its name is known to be unique. */
export interface UnnamedRow extends NameParts {
  value: RowValue
  /** Whether the value is the portal's unconfigured one; left out or null where that is not known. */
  isDefault?: boolean | null
}

/** The one row of a policy that sets nothing. */
const EMPTY_POLICY: Readonly<SettingRow> = {
  path: '',
  name: '(No settings configured)',
  value: '',
  valueType: 'empty',
  raw: '[]',
  definitionId: null,
  category: null,
  isDefault: null,
}

/** Rows in the order of their paths, so that no order of Graph's shows in them, each with a name of its own. */
export function toSettingRows(rows: UnnamedRow[]): SettingRow[] {
  if (rows.length === 0) return [{ ...EMPTY_POLICY }]
  sortByBytes(rows, (unnamedRow) => unnamedRow.path)
  const names = uniqueNames(rows)
  return rows.map(({ path, value, definitionId, category, isDefault }, i) => ({
    path,
    name: names[i] ?? '',
    value: value.value,
    valueType: value.valueType,
    raw: value.raw,
    definitionId,
    category,
    isDefault: isDefault ?? null,
  }))
}

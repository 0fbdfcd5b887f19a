import { type NameParts, uniqueNames } from './unique-names'
import type { SettingRow } from '../stored/setting-row'
import type { RowValue } from './values'
import { sortByBytes } from '../../shared/text'

/** A row with a label, before it gets its unique name. */
export interface UnnamedRow extends NameParts {
  value: RowValue
  /** Whether the portal shows this value while nothing is configured; null or absent when that is not known. */
  isDefault?: boolean | null
}

/** The only row of a policy that sets nothing. */
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

/** Sorts rows by path, so that Graph's order does not matter, and gives each a unique name. */
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

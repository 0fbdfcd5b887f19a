import { type Named, uniqueNames } from './clashes'
import type { SettingRow } from '../stored/setting-row'
import type { RowValue } from './values'
import { sortByBytes } from '../../shared/text'

/** A row before its name is known to be unique. */
export interface Draft extends Named {
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
export function toRows(drafts: Draft[]): SettingRow[] {
  if (drafts.length === 0) return [{ ...EMPTY_POLICY }]
  sortByBytes(drafts, (draft) => draft.path)
  const names = uniqueNames(drafts)
  return drafts.map(({ path, value, definitionId, category, isDefault }, i) => ({
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

import { fitName, withSuffix } from './fit-name'
import { sha256 } from '../../shared/text'

/** What the unique name of a row is built from. Paths are unique. */
export interface NameParts {
  path: string
  label: string
  category: string | null
  /** The definition's `name`, or the property's. */
  ownName: string | null
  definitionId: string | null
}

/** Suffixes to add, one after the other, while another row has the same name. */
const suffixes: readonly ((row: NameParts) => string)[] = [
  (row) => (row.category === null ? '' : ` (${row.category})`),
  (row) => (row.ownName === null ? '' : ` (${row.ownName})`),
  (row) => (row.definitionId === null ? '' : ` [${row.definitionId}]`),
  // The same definition below two parents without labels: only the path differs.
  (row) => ` [${row.path}]`,
]

/**
 * Gives every row a unique name, independent of the order of rows. **All** rows with the same name get the next suffix, so
 * the first one has no advantage. The last suffix is a hash of the path, which is unique.
 */
export function uniqueNames(rows: readonly NameParts[]): string[] {
  const labels = rows.map((row) => row.label)
  const names = labels.map(fitName)
  const suffixCounts = new Uint8Array(rows.length)
  for (;;) {
    const duplicates = duplicateIndexes(names)
    if (duplicates.size === 0) return names
    let changed = false
    for (const i of duplicates) {
      const row = rows[i] as NameParts
      const at = suffixCounts[i] ?? 0
      if (at > suffixes.length) continue
      const suffix = suffixes[at]
      if (suffix) labels[i] += suffix(row)
      names[i] = suffix ? fitName(labels[i] ?? '') : withSuffix(row.label, ` #${sha256(row.path).slice(0, 32)}`)
      suffixCounts[i] = at + 1
      changed = true
    }
    if (!changed) throw new Error('Two settings of a policy have one path.')
  }
}

/** Finds the indexes of all names that occur more than once. */
function duplicateIndexes(names: readonly string[]): Set<number> {
  const first = new Map<string, number>()
  const found = new Set<number>()
  for (const [i, name] of names.entries()) {
    const other = first.get(name)
    if (other === undefined) first.set(name, i)
    else found.add(other).add(i)
  }
  return found
}

import { fitName, withSuffix } from './fit-name'
import { sha256 } from '../../shared/text'

/** What a row's name can be told apart by. Paths are unique. */
export interface NameParts {
  path: string
  label: string
  category: string | null
  /** The definition's `name`, or the property's. */
  ownName: string | null
  definitionId: string | null
}

/** What is added, one after the other, while a name is still somebody else's too. */
const steps: readonly ((row: NameParts) => string)[] = [
  (row) => (row.category === null ? '' : ` (${row.category})`),
  (row) => (row.ownName === null ? '' : ` (${row.ownName})`),
  (row) => (row.definitionId === null ? '' : ` [${row.definitionId}]`),
  // One definition under two parents whose labels add nothing: only the path differs.
  (row) => ` [${row.path}]`,
]

/**
 * A name for every row, no two alike, whatever the order of the rows. **All** rows of one name get the next step, so none
 * of them keeps a name only because it came first. The last resort, a hash of the path behind a name of its own form,
 * can not clash: paths differ.
 */
export function uniqueNames(rows: readonly NameParts[]): string[] {
  const labels = rows.map((row) => row.label)
  const names = labels.map(fitName)
  const level = new Uint8Array(rows.length)
  for (;;) {
    const clashing = sharing(names)
    if (clashing.size === 0) return names
    let raised = false
    for (const i of clashing) {
      const row = rows[i] as NameParts
      const at = level[i] ?? 0
      if (at > steps.length) continue
      const step = steps[at]
      if (step) labels[i] += step(row)
      names[i] = step ? fitName(labels[i] ?? '') : withSuffix(row.label, ` #${sha256(row.path).slice(0, 32)}`)
      level[i] = at + 1
      raised = true
    }
    if (!raised) throw new Error('Two settings of a policy have one path.')
  }
}

/** Indexes of all entries that occur more than once. */
function sharing(names: readonly string[]): Set<number> {
  const first = new Map<string, number>()
  const found = new Set<number>()
  for (const [i, name] of names.entries()) {
    const other = first.get(name)
    if (other === undefined) first.set(name, i)
    else found.add(other).add(i)
  }
  return found
}

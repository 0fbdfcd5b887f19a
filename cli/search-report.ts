import type { SettingHit, SettingsView } from './answers'
import type { Column } from './list-report'
import { printable } from './text'

/** Settings as CSV. */
export const settingColumns: Column<SettingHit>[] = [
  { name: 'policyName', value: ({ policyName }) => policyName },
  { name: 'policyType', value: ({ policyType }) => policyType },
  { name: 'settingName', value: ({ settingName }) => settingName },
  { name: 'value', value: ({ value }) => value },
  { name: 'valueCut', value: ({ valueCut }) => valueCut },
  { name: 'category', value: ({ category }) => category },
  { name: 'isDefault', value: ({ isDefault }) => isDefault },
  { name: 'changedAt', value: ({ changedAt }) => changedAt },
  { name: 'lastSyncedAt', value: ({ lastSyncedAt }) => lastSyncedAt },
  { name: 'source', value: ({ source }) => source },
  { name: 'policyId', value: ({ policyId }) => policyId },
  { name: 'definitionId', value: ({ definitionId }) => definitionId },
]

const longestValue = 120
const text = (value: string | null) => printable(value ?? 'never')

/** Prints found settings, below their policies, and the sources that may be out of date. `more`: how to see the rest. */
export function printSettings({ items, nextCursor, sources }: SettingsView, more: string): void {
  for (const [i, item] of items.entries()) {
    if (item.policyId !== items[i - 1]?.policyId)
      console.log(`  ${printable(item.policyName)} (${printable(item.policyType)})`)
    console.log(`    ${printable(item.settingName)} = ${printable(item.value.slice(0, longestValue))}`)
  }
  if (items.length === 0) console.log('  nothing found')
  else if (nextCursor) console.log(`  there is more: ${more}`)
  for (const line of staleLines(sources)) console.log(`  ${line}`)
}

/** Which sources cannot be read at present, one a line. */
export function staleLines(sources: SettingsView['sources']): string[] {
  return sources
    .filter(({ staleSince }) => staleSince)
    .map(
      ({ source, staleSince, lastFullReadAt, code }) =>
        `${printable(source)} is stale since ${text(staleSince)} (${text(code)}): last read ${text(lastFullReadAt)}, rows may be out of date`,
    )
}

import type { SettingsView } from './answers'
import { printable } from './text'

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
  for (const { source, staleSince, lastFullReadAt, code } of sources.filter((each) => each.staleSince))
    console.log(
      `  ${printable(source)} is stale since ${text(staleSince)} (${text(code)}): last read ${text(lastFullReadAt)}, rows may be out of date`,
    )
}

import { codeOf, type KnownLetter, operationOf } from './runs'
import { printable } from '../text'

interface Group {
  operation: string
  code: string
  count: number
  oldest: string
  newest: string
}

/** Counts letters by operation and code, the most frequent first. */
function groupsOf(known: readonly KnownLetter[]): Group[] {
  const groups = new Map<string, Group>()
  for (const each of known) {
    const [operation, code, at] = [operationOf(each), codeOf(each), each.letter.enqueuedAt ?? '']
    const key = JSON.stringify([operation, code])
    const group = groups.get(key) ?? { operation, code, count: 0, oldest: at, newest: at }
    groups.set(key, group)
    group.count++
    if (at < group.oldest) group.oldest = at
    if (at > group.newest) group.newest = at
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count)
}

/** One line for each group. */
export function groupLines(known: readonly KnownLetter[]): string[] {
  return groupsOf(known).map(({ operation, code, count, oldest, newest }) => {
    const times = oldest === newest ? oldest : `${oldest} to ${newest}`
    return `  ${String(count).padStart(5)}  ${printable(operation)}  ${printable(code)}  ${times}`
  })
}

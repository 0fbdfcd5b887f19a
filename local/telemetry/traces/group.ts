import type { SpanNode } from './tree'

/** Many siblings with the same label, as one. */
export interface SpanGroup {
  label: string
  /** How many ended with each status. */
  statuses: ReadonlyMap<string, number>
  /** Sorted. */
  durations: readonly number[]
}

/** So many siblings of one label are still shown one by one. */
const mostAlone = 5

/** Siblings as they are shown: more than five of one label are a group, in the place of the first of them. */
export function grouped(siblings: readonly SpanNode[]): (SpanNode | SpanGroup)[] {
  const byLabel = new Map<string, SpanNode[]>()
  for (const node of siblings) {
    const same = byLabel.get(node.label)
    if (same) same.push(node)
    else byLabel.set(node.label, [node])
  }
  const shown = new Set<string>()
  return siblings.flatMap<SpanNode | SpanGroup>((node) => {
    const same = byLabel.get(node.label)!
    if (same.length <= mostAlone) return [node]
    if (shown.has(node.label)) return []
    shown.add(node.label)
    return [groupOf(node.label, same)]
  })
}

function groupOf(label: string, nodes: readonly SpanNode[]): SpanGroup {
  const statuses = new Map<string, number>()
  for (const { status } of nodes) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  return { label, statuses, durations: nodes.map(({ ms }) => ms).toSorted((a, b) => a - b) }
}

/** The value below which so many percent of sorted values are. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}

import { grouped, percentile, type SpanGroup } from './group'
import type { SpanNode } from './tree'

/** Longest line. */
const width = 80

/** Trees as lines of at most 80 columns: label, status, duration. `isOpen`: what is inside a span is shown. */
export function printTrees(tops: readonly SpanNode[], isOpen: (node: SpanNode) => boolean): string[] {
  return grouped(tops).flatMap((node) => printNode(node, '', '', isOpen))
}

function printNode(
  node: SpanNode | SpanGroup,
  first: string,
  rest: string,
  isOpen: (node: SpanNode) => boolean,
): string[] {
  if ('durations' in node) return printGroup(node, first, rest)
  const line = fit(first + node.label, `${node.status.padStart(6)} ${duration(node.ms).padStart(11)}`)
  const inside = isOpen(node) ? grouped(node.children) : []
  return [
    line,
    ...inside.flatMap((child, i) => {
      const isLast = i === inside.length - 1
      return printNode(child, rest + (isLast ? '└─ ' : '├─ '), rest + (isLast ? '   ' : '│  '), isOpen)
    }),
  ]
}

function printGroup({ label, statuses, durations }: SpanGroup, first: string, rest: string): string[] {
  const total = durations.reduce((sum, ms) => sum + ms, 0)
  const states = [...statuses].map(([status, count]) => (statuses.size === 1 ? status : `${status} × ${count}`))
  const figures = `p50 ${duration(percentile(durations, 50))}  p95 ${duration(percentile(durations, 95))}  total ${duration(total)}`
  return [fit(`${first}${durations.length} × ${label}`, states.join(', ')), fit(`${rest}     ${figures}`, '')]
}

/** Left and right of a line. What is too long loses its middle. */
function fit(left: string, right: string): string {
  const room = width - right.length - (right === '' ? 0 : 2)
  if (left.length <= room) return right === '' ? left : `${left.padEnd(room)}  ${right}`
  const kept = room - 1
  const end = Math.floor(kept / 2)
  return `${left.slice(0, kept - end)}…${left.slice(left.length - end)}  ${right}`.trimEnd()
}

/** `12 ms`, `12,340 ms` */
export function duration(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`
}

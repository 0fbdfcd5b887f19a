import { propertiesOf, type Row } from '../tables'

/** A span with what happened inside it, in the order in which it began. */
export interface SpanNode {
  label: string
  status: string
  ms: number
  jobId: string | undefined
  children: SpanNode[]
}

/** The spans of one trace as trees. A span whose parent is not here stands at the top. */
export function treesOf(spans: readonly Row[]): SpanNode[] {
  const inOrder = spans.toSorted((a, b) => startOf(a) - startOf(b))
  const nodes = new Map(inOrder.map((row) => [idOf(row), toNode(row)] as const))
  const tops: SpanNode[] = []
  for (const row of inOrder) {
    const parent = nodes.get(String(row['ParentId']))
    const siblings = parent ? parent.children : tops
    siblings.push(nodes.get(idOf(row))!)
  }
  return tops
}

const idOf = (row: Row) => String(row['Id'])
const startOf = (row: Row) => Date.parse(String(row['TimeGenerated']))

function toNode(row: Row): SpanNode {
  const code = String(row['ResultCode'])
  const { jobId, attempt, operation, code: failedWith = 'failed' } = propertiesOf(row)
  const name = [row['Name'], row['OperationName'], operation && `run ${operation}`].find(Boolean) ?? 'unnamed'
  return {
    label: attempt === undefined ? withoutIds(String(name)) : `${withoutIds(String(name))}, attempt ${attempt}`,
    status: code !== '0' && code !== '' ? code : row['Success'] === true ? 'ok' : failedWith,
    ms: Number(row['DurationMs']),
    jobId,
    children: [],
  }
}

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** The name of a request to Graph without what differs from policy to policy. */
function withoutIds(name: string): string {
  return name
    .replace(/ \/(?:v1\.0|beta)\/(?:deviceManagement\/)?/, ' …/')
    .replaceAll(/\('[^']*'\)/g, "('{id}')")
    .replaceAll(guid, '{id}')
}

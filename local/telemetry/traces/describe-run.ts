import type { TelemetryStore } from '../store'
import { propertiesOf, type Row } from '../tables'
import { duration, printTrees } from './print-tree'
import { type SpanNode, treesOf } from './tree'

/** The log records of a run that ended. */
export const ends: readonly string[] = ['job_complete', 'job_failed']

/** A run as lines: how it ended, then everything that its trace has. Null: nothing of it is here. */
export function describeRun(store: TelemetryStore, jobId: string): string[] | null {
  const isOfRun = (row: Row) => propertiesOf(row)['jobId'] === jobId
  const end = store.rows('AppTraces').findLast((row) => isOfRun(row) && ends.includes(String(row['Message'])))
  const spans = [...store.rows('AppRequests'), ...store.rows('AppDependencies')]
  const own = spans.find(isOfRun)
  const traceId = (own ?? end)?.['OperationId']
  if (traceId === undefined) return null
  const inTrace = spans.filter((row) => row['OperationId'] === traceId)
  const isOpen = (node: SpanNode) => node.jobId === undefined || node.jobId === jobId
  return ['', ...headOf(jobId, end), ...(own ? printTrees(treesOf(inTrace), isOpen) : ['(its trace was not sampled)'])]
}

function headOf(jobId: string, end: Row | undefined): string[] {
  if (!end) return [`run ${jobId} goes on`]
  const { operation = 'run', status = 'ended', code, durationMs, processed, throttledMs } = propertiesOf(end)
  const facts = [
    ...(code ? [code] : []),
    ...(durationMs ? [duration(Number(durationMs))] : []),
    ...(processed ? [`${processed} items`] : []),
    ...(Number(throttledMs) > 0 ? [`throttled for ${duration(Number(throttledMs))}`] : []),
  ]
  return [`${operation} ${status}: ${facts.join(', ')}`, `run ${jobId}`]
}

import { operationRecords } from '../src/operations/registry'
import type { RunView } from './answers'
import { resultLines } from './result-lines'
import { counted, printable } from './text'
import { verifyExitCode, verifyLines } from './verify-report'

/** What is special about the result of an operation: how it is told, and with which code the command then ends. */
interface ResultReport {
  lines(result: unknown): string[]
  /** Undefined: the run's own. */
  exitCode(result: unknown): number | undefined
}

const reports: ReadonlyMap<string, ResultReport> = new Map([
  ['tenant.verify', { lines: verifyLines, exitCode: verifyExitCode }],
])

const generic: ResultReport = { lines: (result) => resultLines(result), exitCode: () => undefined }
const reportOf = (operation: string) => reports.get(operation) ?? generic

/** Prints how a run ended, in the words of its operation. */
export function printRun(run: RunView): void {
  const { graph, error } = run
  console.log(`\n  ${run.status}${durationText(run)}: ${countsText(run)}`)
  if (storesRows(run)) console.log(`  rows: ${rowsText(run.counts)}`)
  const throttled = graph.throttledMs > 0 ? `, ${(graph.throttledMs / 1000).toFixed(1)} s throttled` : ''
  console.log(
    `  Graph: ${graph.requests} requests, ${graph.retries} retries${throttled}; ${graph.definitionRequests} for setting definitions`,
  )
  if (error) console.log(`  ${printable(error.code)}: ${printable(error.message)}`)
}

/** Prints what a run gave back, where it gave anything. */
export function printResult({ operation, result }: RunView): void {
  if (result === null || result === undefined) return
  for (const line of reportOf(operation).lines(result)) console.log(`  ${line}`)
}

/** Items of an operation that a newer API knows. */
const anyItems = { one: 'item', many: 'items' }
const itemsOf = ({ operation }: RunView) => operationRecords.get(operation)?.items ?? anyItems

/** An operation on policies counts their rows; its sources are items too, and are not counted as policies. */
const storesRows = (run: RunView) => itemsOf(run).many === 'policies'

function countsText(run: RunView): string {
  const { counts } = run
  if (storesRows(run)) return `${counted(counts.policies, itemsOf(run))}, ${counts.settings} settings`
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : ''
  return `${counted(counts.processed, itemsOf(run))}${failed}`
}

const rowsText = ({ inserted, updated, unchanged, removed }: RunView['counts']) =>
  `${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${removed} removed`

function durationText(run: RunView): string {
  const ms = durationOf(run)
  return Number.isNaN(ms) ? '' : ` after ${(ms / 1000).toFixed(1)} s`
}

/** Milliseconds from the first claim to the end; NaN when the times cannot be read. */
export function durationOf({ startedAt, finishedAt, createdAt }: RunView): number {
  return Date.parse(finishedAt ?? createdAt) - Date.parse(startedAt ?? createdAt)
}

/** The exit code for a run: 0 succeeded, 3 partial or only a part of the result is good, 1 failed or cancelled. */
export function exitCode({ status, operation, result }: RunView): number {
  if (status === 'partial') return 3
  if (status !== 'succeeded') return 1
  return reportOf(operation).exitCode(result) ?? 0
}

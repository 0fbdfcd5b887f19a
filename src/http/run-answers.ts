import type { RunId } from '../shared/ids'
import type { Admitted } from '../runs/api/start'
import type { RunItem } from '../runs/ledger/list-items'
import type { RunView } from '../runs/ledger/run-facts'
import type { Run } from '../runs/ledger/types'
import type { RunCounts } from '../shared/run-progress'
import type { Answer } from './problem'

/** Builds the 202 for a new or existing run. `url`: the app's address, or that of the request. */
export function accepted(admission: Admitted, tenantKey: string, url: string): Answer {
  const { runId, deduplicated, status } = admission
  const message = deduplicated ? 'The same run already exists. Follow it instead.' : 'The run was queued.'
  return {
    status: 202,
    headers: { 'operation-location': monitorUrl(url, tenantKey, runId), 'retry-after': '2' },
    jsonBody: { success: true, message, jobId: runId, runId, deduplicated, status },
  }
}

function monitorUrl(url: string, tenantKey: string, runId: RunId): string {
  return new URL(`/api/tenants/${encodeURIComponent(tenantKey)}/runs/${runId}`, url).href
}

/** The counts in their order, for a run that another version counted. */
const noCounts: RunCounts = {
  total: 0,
  processed: 0,
  succeeded: 0,
  failed: 0,
  skipped: 0,
  policies: 0,
  settings: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
}

/** The numbers of requests to Graph before the first one. */
const noRequests = { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 }

/** How far a run is: by its items where they are counted, else as its worker last said. */
function progressOf({ progress, finishedAt }: Run, counts: RunCounts | null) {
  const done = counts?.processed ?? counts?.total ?? progress?.done ?? 0
  if (finishedAt !== null) return { done, total: counts?.total ?? null }
  const total = progress?.total ?? null
  // never fewer than there are
  return { done, total: total === null ? null : Math.max(total, done) }
}

/** A run as lists show it. */
export function listedRun({ run, counts, expectedSeconds, late, waitingFor, cooldownUntil }: RunView) {
  const ended = run.finishedAt !== null
  return {
    runId: run.id,
    // a run of the workspace itself has none
    tenantId: run.appKey || null,
    externalId: run.tenantId || null,
    operation: run.operation,
    status: run.status,
    phase: ended ? 'ended' : (run.progress?.phase ?? 'waiting'),
    progress: progressOf(run, counts),
    counts: counts && { ...noCounts, ...counts },
    graph: { ...noRequests, ...run.progress?.metrics },
    attempt: run.attempt,
    requestedBy: run.requestedBy,
    actingFor: run.actingFor,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    expectedSeconds,
    late,
    waitingFor,
    cooldownUntil,
    error: run.error,
  }
}

/** Builds the 200 with the progress and the result of a run. */
export function monitor(view: RunView): Answer {
  const { result, finishedAt } = view.run
  const headers: Record<string, string> = finishedAt === null ? { 'retry-after': '2' } : {}
  return { status: 200, headers, jsonBody: { ...listedRun(view), result } }
}

/** An item as answers show it. Its key is `source/…` where it is a policy, and the source alone where it is not. */
export function listedItem({ label, ...item }: RunItem) {
  const { itemKey, source, outcome, code, message, inserted, updated, unchanged, removed, attempt } = item
  const policyName = itemKey === source ? null : label
  return { itemKey, source, policyName, outcome, code, message, inserted, updated, unchanged, removed, attempt }
}

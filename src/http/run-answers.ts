import type { RunId } from '../shared/ids'
import type { Admission } from '../runs/ledger/admit'
import type { Run } from '../runs/ledger/types'
import type { RunCounts } from '../shared/run-progress'
import type { Answer } from './problem'

/** Builds the 202 for a new or existing run. `url`: the app's address, or that of the request. */
export function accepted(admission: Admission, tenantKey: string, url: string): Answer {
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

/** How many items the run will have, as far as it is known: never fewer than there are. */
function expected({ progress }: Run, { processed }: RunCounts): number | null {
  const total = progress?.total ?? null
  return total === null ? null : Math.max(total, processed)
}

/** Builds the 200 with the progress and the result of a run. */
export function monitor(run: Run, counts: RunCounts): Answer {
  const ended = run.finishedAt !== null
  return {
    status: 200,
    headers: ended ? {} : { 'retry-after': '2' },
    jsonBody: {
      runId: run.id,
      tenantId: run.appKey,
      externalId: run.tenantId,
      operation: run.operation,
      status: run.status,
      phase: ended ? 'ended' : (run.progress?.phase ?? 'waiting'),
      progress: { done: counts.processed, total: ended ? counts.total : expected(run, counts) },
      counts: { ...noCounts, ...counts },
      result: run.result,
      graph: { ...noRequests, ...run.progress?.metrics },
      attempt: run.attempt,
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      error: run.error,
    },
  }
}

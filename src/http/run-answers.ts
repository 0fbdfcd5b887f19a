import type { RunId } from '../shared/ids'
import type { Admission } from '../runs/ledger/admit'
import type { Run } from '../runs/ledger/types'
import type { RunCounts } from '../shared/run-progress'
import type { Answer } from './problem'

/** Builds the 202 for a new or existing run. `url`: the URL of the request. */
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

/** The numbers of requests to Graph before the first one. */
const noRequests = { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 }

/** Builds the 200 with the progress and the result of a run. */
export function monitor(run: Run, counts: RunCounts): Answer {
  const { policies, failed, settings, inserted, updated, unchanged, removed } = counts
  const ended = run.finishedAt !== null
  return {
    status: 200,
    headers: ended ? {} : { 'retry-after': '2' },
    jsonBody: {
      runId: run.id,
      tenantId: run.tenantId,
      operation: run.operation,
      status: run.status,
      phase: ended ? 'ended' : (run.progress?.phase ?? 'waiting'),
      progress: { done: run.progress?.done ?? 0, total: run.progress?.total ?? null },
      counts: { policies, failed, settings, inserted, updated, unchanged, removed },
      graph: { ...noRequests, ...run.progress?.metrics },
      attempt: run.attempt,
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      error: run.error,
    },
  }
}

import type { RunId } from '../shared/ids'
import type { cancelRun } from '../runs/api/cancel'
import type { followRun } from '../runs/api/follow'
import type { workerHealth } from '../runs/api/health'
import type { listPolicies, listSettings } from '../search/list'
import type { PoliciesRequest, SettingsRequest } from '../search/requests'
import type { Answer } from './problem'
import { readRunId, readTenantKey } from './requests'
import { monitor } from './run-answers'
import { readPoliciesRequest, readSettingsRequest, writeCursor } from './search-requests'
import type { OperationRecord } from '../shared/operation-record'
import { type Start, type StartRequest, startFromRequest } from './start-from-request'

/** What the routes of the API call. */
interface Api {
  start: Start
  followRun(tenantKey: string, runId: RunId): ReturnType<typeof followRun>
  cancelRun(tenantKey: string, runId: RunId): ReturnType<typeof cancelRun>
  listSettings(tenantKey: string, request: SettingsRequest): ReturnType<typeof listSettings>
  listPolicies(tenantKey: string, request: PoliciesRequest): ReturnType<typeof listPolicies>
  health(): ReturnType<typeof workerHealth>
}

/** What the routes of the worker call. */
interface Worker {
  reconcile(requestedBy: string | null): Promise<unknown>
}

/** The parts of an HTTP request that a route reads. */
interface Request extends StartRequest {
  params: { tenantId?: string; runId?: string }
  query: Iterable<[string, string]>
}

/** One route. `name` is the function's: without hyphens, because a function with one cannot be disabled on Linux. */
interface Route<Backend> {
  name: string
  method: 'GET' | 'POST'
  path: string
  handle(request: Request, backend: Backend): Promise<Answer>
}

/** The routes that start operations: one for each record that has one. */
export function startRoutes(records: Iterable<OperationRecord>): Route<Api>[] {
  return [...records].flatMap((record): Route<Api>[] => {
    const { http } = record
    if (!http) return []
    const path = `tenants/{tenantId}/${http.path}`
    return [
      {
        name: http.functionName,
        method: 'POST',
        path,
        handle: (request, api) => startFromRequest(request, record, api.start),
      },
    ]
  })
}

/** The other routes that every instance with the role `api` serves. */
export const apiRoutes: readonly Route<Api>[] = [
  {
    name: 'getRun',
    method: 'GET',
    path: 'tenants/{tenantId}/runs/{runId}',
    async handle({ params }, api) {
      const { run, counts } = await api.followRun(readTenantKey(params.tenantId), readRunId(params.runId))
      return monitor(run, counts)
    },
  },
  {
    name: 'cancelRun',
    method: 'POST',
    path: 'tenants/{tenantId}/runs/{runId}/cancel',
    async handle({ params }, api) {
      const runId = readRunId(params.runId)
      const status = await api.cancelRun(readTenantKey(params.tenantId), runId)
      return { status: 202, jsonBody: { success: true, runId, status } }
    },
  },
  {
    name: 'listSettings',
    method: 'GET',
    path: 'tenants/{tenantId}/settings',
    async handle({ params, query }, api) {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readSettingsRequest(tenantKey, query)
      const { items, next, sources } = await api.listSettings(tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next), sources } }
    },
  },
  {
    name: 'listPolicies',
    method: 'GET',
    path: 'tenants/{tenantId}/policies',
    async handle({ params, query }, api) {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readPoliciesRequest(tenantKey, query)
      const { items, next } = await api.listPolicies(tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next) } }
    },
  },
  {
    name: 'workerHealth',
    method: 'GET',
    path: 'worker-health',
    async handle(_request, api) {
      const health = await api.health()
      if ('code' in health) return { status: 500, jsonBody: { status: 'unhealthy', error: health.code } }
      return { status: 200, jsonBody: { status: 'healthy', queue: health.queue } }
    },
  },
]

/** The routes that every instance with the role `worker` serves. */
export const workerRoutes: readonly Route<Worker>[] = [
  {
    name: 'opsTick',
    method: 'POST',
    path: 'ops/tick',
    handle: async (_request, worker) => ({ status: 200, jsonBody: await worker.reconcile('http') }),
  },
]

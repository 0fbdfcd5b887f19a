import type { Caller } from '../access/caller'
import type { Entry } from '../access/enter'
import type { CapabilityName } from '../shared/capabilities'
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
  followRun(entry: Entry, tenantKey: string, runId: RunId): ReturnType<typeof followRun>
  cancelRun(entry: Entry, tenantKey: string, runId: RunId): ReturnType<typeof cancelRun>
  listSettings(entry: Entry, tenantKey: string, request: SettingsRequest): ReturnType<typeof listSettings>
  listPolicies(entry: Entry, tenantKey: string, request: PoliciesRequest): ReturnType<typeof listPolicies>
  health(): ReturnType<typeof workerHealth>
}

/** What the routes of the worker call. */
interface Worker {
  reconcile(requestedBy: string | null): Promise<unknown>
}

/** The parts of an HTTP request that a route reads. */
export interface Request extends StartRequest {
  params: { tenantId?: string; runId?: string }
  query: Iterable<[string, string]>
}

/** One route. `name` is the function's: without hyphens, because a function with one cannot be disabled on Linux. */
interface RoutePlace {
  name: string
  method: 'GET' | 'POST'
  path: string
}

/** A route whose caller needs a grant that has the capability, where the path leads to. */
interface GrantedRoute<Backend> extends RoutePlace {
  needs: CapabilityName
  handle(request: Request, backend: Backend, entry: Entry): Promise<Answer>
}

/** A route of those who operate the whole system: the caller needs the app role `Operations`, and no grant. */
interface OperationsRoute<Backend> extends RoutePlace {
  needs: 'Operations'
  handle(request: Request, backend: Backend, caller: Caller): Promise<Answer>
}

/** Anything that a caller with a token may ask for. */
export type Route<Backend> = GrantedRoute<Backend> | OperationsRoute<Backend>

/** The routes that start operations: one for each record that has one. */
export function startRoutes(records: Iterable<OperationRecord>): Route<Api>[] {
  return [...records].flatMap((record): Route<Api>[] => {
    const { http, capability } = record
    if (!http || !capability) return []
    const path = `tenants/{tenantId}/${http.path}`
    return [
      {
        name: http.functionName,
        method: 'POST',
        path,
        needs: capability,
        handle: (request, api, { caller }) => startFromRequest(request, caller, record, api.start),
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
    needs: 'runs.read',
    async handle({ params }, api, entry) {
      const { run, counts } = await api.followRun(entry, readTenantKey(params.tenantId), readRunId(params.runId))
      return monitor(run, counts)
    },
  },
  {
    name: 'cancelRun',
    method: 'POST',
    path: 'tenants/{tenantId}/runs/{runId}/cancel',
    needs: 'runs.cancel',
    async handle({ params }, api, entry) {
      const runId = readRunId(params.runId)
      const status = await api.cancelRun(entry, readTenantKey(params.tenantId), runId)
      return { status: 202, jsonBody: { success: true, runId, status } }
    },
  },
  {
    name: 'listSettings',
    method: 'GET',
    path: 'tenants/{tenantId}/settings',
    needs: 'policies.read',
    async handle({ params, query }, api, entry) {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readSettingsRequest(tenantKey, query)
      const { items, next, sources } = await api.listSettings(entry, tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next), sources } }
    },
  },
  {
    name: 'listPolicies',
    method: 'GET',
    path: 'tenants/{tenantId}/policies',
    needs: 'policies.read',
    async handle({ params, query }, api, entry) {
      const tenantKey = readTenantKey(params.tenantId)
      const request = readPoliciesRequest(tenantKey, query)
      const { items, next } = await api.listPolicies(entry, tenantKey, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor(tenantKey, request.query, next) } }
    },
  },
  {
    name: 'workerHealth',
    method: 'GET',
    path: 'worker-health',
    needs: 'Operations',
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
    needs: 'Operations',
    handle: async (_request, worker) => ({ status: 200, jsonBody: await worker.reconcile('http') }),
  },
]

import { setTimeout as delay } from 'node:timers/promises'
import type { RunCounts } from '../../src/shared/run-progress'
import type { RunStatus } from '../../src/runs/ledger/types'
import type { GraphMetrics } from '../../src/graph/types'
import type { SettingHit } from '../../src/search/settings'
import type { SourceView } from '../../src/search/sources'
import { problemSentence } from './problem-sentence'

/** Where the HTTP API is, and for which tenant it is called. */
export interface Api {
  url: string
  key: string
  tenantId: string
}

/** A run, as the route `runs/{runId}` returns it. */
export interface RunView {
  runId: string
  status: RunStatus
  phase: string
  progress: { done: number; total: number | null }
  counts: RunCounts
  graph: GraphMetrics
  attempt: number
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  error: { code: string; category: string; message: string } | null
}

/** Starts an operation through its HTTP trigger, as the existing app does. Throws when the API refuses. */
export async function startRun(
  api: Api,
  route: 'sync' | 'reflatten',
  body: object = {},
): Promise<{ runId: string; deduplicated: boolean }> {
  return (await call(api, 'POST', route, body)) as { runId: string; deduplicated: boolean }
}

/** Polls a run every 200 ms until it has ended; calls `onPoll` with each state. Throws when `signal` aborts. */
export async function followRun(
  api: Api,
  runId: string,
  onPoll: (run: RunView) => void,
  signal?: AbortSignal,
): Promise<RunView> {
  for (;;) {
    const run = (await call(api, 'GET', `runs/${runId}`)) as RunView
    onPoll(run)
    if (run.finishedAt) return run
    await delay(200, undefined, signal ? { signal } : {})
  }
}

/** The query parameters of the settings route. */
export interface SettingsParameters {
  q?: string
  policyType?: string
  source?: string
  value?: string
  changedSince?: string
  includeDefaults?: boolean
  limit?: number
  cursor?: string
}

export interface SettingsView {
  items: SettingHit[]
  nextCursor: string | null
  sources: SourceView[]
}

const maxPageSize = 200

/** Reads pages of the settings route until `limit` items (default 50) are found or no page is left. */
export async function findSettings(api: Api, parameters: SettingsParameters): Promise<SettingsView> {
  const items: SettingHit[] = []
  const { limit = 50, ...conditions } = parameters
  for (let cursor = parameters.cursor; ;) {
    const page = { ...conditions, limit: Math.min(limit - items.length, maxPageSize), ...(cursor ? { cursor } : {}) }
    const query = new URLSearchParams(
      Object.entries(page).map(([name, value]) => [name, String(value)] as [string, string]),
    )
    const answer = (await call(api, 'GET', `settings?${query.toString()}`)) as SettingsView
    items.push(...answer.items)
    if (!answer.nextCursor || items.length >= limit) return { ...answer, items }
    cursor = answer.nextCursor
  }
}

/** Calls the API; waits and repeats after a 503 with Retry-After, which is safe because starts are idempotent. */
async function call(api: Api, method: string, path: string, body?: object, retries = 3): Promise<unknown> {
  const { status, text, retryAfterMs } = await callOnce(api, method, path, body).catch((error: unknown) => {
    throw new Error(`No functions host answers at ${api.url}: is the stack running?`, { cause: error })
  })
  if (status === 503 && retryAfterMs > 0 && retries > 0) {
    await delay(retryAfterMs)
    return call(api, method, path, body, retries - 1)
  }
  if (status < 200 || status > 299)
    throw new Error(
      problemSentence(text) ?? `${method} ${path} was answered ${status}${text ? `: ${text.slice(0, 300)}` : '.'}`,
    )
  return JSON.parse(text)
}

/** Sends one request and returns whatever the API answers. Rejects when there is no answer. */
export async function callOnce(
  { url, key, tenantId }: Api,
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<{ status: number; text: string; retryAfterMs: number }> {
  const response = await fetch(`${url}/api/tenants/${encodeURIComponent(tenantId)}/${path}`, {
    method,
    headers: { 'x-functions-key': key, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  })
  const text = await response.text()
  return { status: response.status, text, retryAfterMs: Number(response.headers.get('retry-after')) * 1000 }
}

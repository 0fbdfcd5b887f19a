import { setTimeout as delay } from 'node:timers/promises'
import type { RunCounts } from '../../src/shared/run-progress'
import type { RunStatus } from '../../src/runs/ledger/types'
import type { GraphMetrics } from '../../src/graph/types'
import type { SettingHit } from '../../src/search/settings'
import type { SourceView } from '../../src/search/sources'

/** What a caller of the HTTP API needs to know. */
export interface Api {
  url: string
  key: string
  tenantId: string
}

/** The monitor's answer, as the app sees it. */
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

/** Starts an operation through its HTTP trigger, as the existing app does. */
export async function startRun(
  api: Api,
  route: 'sync' | 'reflatten',
  body: object = {},
): Promise<{ runId: string; deduplicated: boolean }> {
  return (await call(api, 'POST', route, body)) as { runId: string; deduplicated: boolean }
}

/** Follows a run to its end. `onChange` is called with every answer. */
export async function followRun(
  api: Api,
  runId: string,
  onChange: (run: RunView) => void,
  signal?: AbortSignal,
): Promise<RunView> {
  for (;;) {
    const run = (await call(api, 'GET', `runs/${runId}`)) as RunView
    onChange(run)
    if (run.finishedAt) return run
    await delay(200, undefined, signal ? { signal } : {})
  }
}

/** What can be asked of the settings route, by its parameters' names. */
export interface SettingsWish {
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

const mostInOnePage = 200

/** Searches the stored settings page by page, until the limit is reached or nothing more is found. */
export async function findSettings(api: Api, wish: SettingsWish): Promise<SettingsView> {
  const items: SettingHit[] = []
  const { limit = 50, ...conditions } = wish
  for (let cursor = wish.cursor; ;) {
    const page = { ...conditions, limit: Math.min(limit - items.length, mostInOnePage), ...(cursor ? { cursor } : {}) }
    const parameters = new URLSearchParams(
      Object.entries(page).map(([name, value]) => [name, String(value)] as [string, string]),
    )
    const answer = (await call(api, 'GET', `settings?${parameters.toString()}`)) as SettingsView
    items.push(...answer.items)
    if (!answer.nextCursor || items.length >= limit) return { ...answer, items }
    cursor = answer.nextCursor
  }
}

/** Answers of 503 say when to ask again, and a start may be asked for twice: as any caller of this API should, it waits. */
async function call(api: Api, method: string, path: string, body?: object, patience = 3): Promise<unknown> {
  const { url, key, tenantId } = api
  const response = await fetch(`${url}/api/tenants/${encodeURIComponent(tenantId)}/${path}`, {
    method,
    headers: { 'x-functions-key': key, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  const retryAfter = Number(response.headers.get('retry-after'))
  if (response.status === 503 && retryAfter > 0 && patience > 0) {
    await delay(retryAfter * 1000)
    return call(api, method, path, body, patience - 1)
  }
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

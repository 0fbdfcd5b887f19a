import { setTimeout as delay } from 'node:timers/promises'
import { Cancelled, checked, RunView, SettingsView, Started } from './answers'
import { call, NoAnswer } from './call'
import type { Api } from './http'

// Every function throws one sentence that says what to do when the API refuses, is silent, or answers something else.

/** Starts an operation by the path of its record. */
export async function startRun(api: Api, path: string, body: object = {}, signal?: AbortSignal): Promise<Started> {
  return checked(Started, await call(api, 'POST', path, { body, signal }))
}

/** Reads a run. */
export async function readRun(api: Api, runId: string, signal?: AbortSignal): Promise<RunView> {
  return checked(RunView, await call(api, 'GET', `runs/${runId}`, { signal }))
}

/** Ends a waiting run, asks a working one to stop. */
export async function cancelRun(api: Api, runId: string): Promise<Cancelled> {
  return checked(Cancelled, await call(api, 'POST', `runs/${runId}/cancel`))
}

/** So many times in a row a run cannot be read, and is still followed. */
const mostSilent = 3

/**
 * Reads a run every `everyMs` until it has ended; calls `onPoll` with each state. Reads again after a connection that broke.
 * Throws when `signal` aborts.
 */
export async function followRun(
  api: Api,
  runId: string,
  onPoll: (run: RunView) => void,
  { signal, everyMs = 200 }: { signal?: AbortSignal; everyMs?: number } = {},
): Promise<RunView> {
  for (let silent = 0; ;) {
    const run = await readRun(api, runId, signal).catch((error: unknown) => {
      if (!(error instanceof NoAnswer) || ++silent > mostSilent) throw error
    })
    if (run) {
      silent = 0
      onPoll(run)
      if (run.finishedAt) return run
    }
    await delay(everyMs, undefined, signal ? { signal } : {})
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

const maxPageSize = 200
/** A page may be empty, because a scan has a time limit; so many in a row are no search that gets on. */
const mostEmpty = 500

/**
 * Reads pages of the settings route until `limit` items (default 50) are found or no page is left. Throws when the pages have
 * no end.
 */
export async function findSettings(api: Api, parameters: SettingsParameters): Promise<SettingsView> {
  const items: SettingsView['items'] = []
  const { limit = 50, ...conditions } = parameters
  const cursors = new Set<string>()
  let empty = 0
  for (let cursor = parameters.cursor; ;) {
    const page = { ...conditions, limit: Math.min(limit - items.length, maxPageSize), ...(cursor ? { cursor } : {}) }
    const query = new URLSearchParams(
      Object.entries(page).map(([name, value]) => [name, String(value)] as [string, string]),
    )
    const answer = checked(SettingsView, await call(api, 'GET', `settings?${query.toString()}`))
    items.push(...answer.items)
    if (!answer.nextCursor || items.length >= limit) return { ...answer, items }
    cursor = answer.nextCursor
    empty = answer.items.length > 0 ? 0 : empty + 1
    if (cursors.has(cursor) || empty === mostEmpty)
      throw new Error('The search does not get on: its pages have no end. Is it the address of the API?')
    cursors.add(cursor)
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import { Cancelled, checked, RunView, SettingsView, Started } from './answers'
import { call, NoAnswer } from './call'
import type { Api } from './http'
import { RunsPage } from './list-answers'
import { readPages } from './pages'

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

/** The id of the newest run of the tenant that waits or works. Throws a sentence when none does. */
export async function newestActiveRun(api: Api): Promise<string> {
  const { items } = await readPages(api, { path: 'runs', schema: RunsPage }, { active: true, limit: 1 })
  if (items[0]) return items[0].runId
  throw new Error('No run of the tenant waits or works: name the one that is meant.')
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

/** Searches settings: at most `limit`, default 50. Throws when the pages have no end. */
export function findSettings(api: Api, { limit = 50, ...conditions }: SettingsParameters): Promise<SettingsView> {
  return readPages(api, { path: 'settings', schema: SettingsView }, { ...conditions, limit })
}

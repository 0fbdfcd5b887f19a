import { followRun, startRun } from '../../cli/api-client'
import type { RunView } from '../../cli/answers'
import { durationOf } from '../../cli/report'
import { apiOf } from '../stack/caller-api'
import type { Stack } from '../stack/stack'
import { type FlattenRate, flattenRate } from './flatten-rate'
import { round } from './measure'
import { plainSync } from './plain-sync'
import { workerPeakMb } from './process-usage'

export interface FullSync {
  policies: number
  what: 'first sync' | 're-sync' | 'one request after the other'
  settings: number
  requests: number
  seconds: number
  /** max(requests ÷ allowed rate, requests × latency ÷ allowed concurrency, longest nextLink chain × latency). */
  floorSeconds: number | null
  ratio: number | null
  /** Peak memory of the worker so far, in MiB. */
  peakMb: number | null
  status: RunView['status'] | null
}

/** The app's own limits for one tenant: requests per second, and requests in flight. */
const allowed = { perSecond: 40, inFlight: 16 }
/** The longest list: entries per page, and its share of all policies. */
const longest = { page: 100, share: 0.55 }

/** What the stack's simulator was started with. */
interface StartOptions {
  policies: number
  latencyMs: number
  /** Also measure `plainSync` on the same simulator. */
  plain: boolean
}

/** Measures a first sync, a re-sync, optionally the plain sync, and the flattening rate. */
export async function fullSync(
  stack: Stack,
  { policies, latencyMs, plain }: StartOptions,
): Promise<{ syncs: FullSync[]; flatten: FlattenRate }> {
  const sync = async (what: FullSync['what']): Promise<FullSync> => {
    const api = apiOf(stack.info)
    const { runId } = await startRun(api, 'sync')
    const run = await followRun(api, runId, () => {})
    const requests = run.graph.requests + run.graph.definitionRequests
    const floor = floorOf(policies, requests, latencyMs / 1000)
    const seconds = durationOf(run) / 1000
    return {
      policies: run.counts.policies,
      what,
      settings: run.counts.settings,
      requests,
      seconds: round(seconds, 2),
      floorSeconds: round(floor, 2),
      ratio: round(seconds / floor, 2),
      peakMb: workerPeakMb(stack.parts.app?.process.pid),
      status: run.status,
    }
  }
  const syncs = [await sync('first sync'), await sync('re-sync')]
  if (plain) {
    const unknown = { floorSeconds: null, ratio: null, peakMb: null, status: null }
    syncs.push({ policies, what: 'one request after the other', ...(await plainSync(stack.info)), ...unknown })
  }
  return { syncs, flatten: await flattenRate(stack.info) }
}

function floorOf(policies: number, requests: number, latency: number): number {
  const chain = Math.ceil((policies * longest.share) / longest.page)
  return Math.max(requests / allowed.perSecond, (requests * latency) / allowed.inFlight, chain * latency)
}

import { type Api, followRun, type RunView, startRun } from '../commands/api-client'
import { durationOf } from '../commands/report'
import type { Stack } from '../stack/stack'
import { type FlattenRate, flattenRate } from './flatten-rate'
import { round } from './measure'
import { plainSync } from './plain-sync'
import { workerPeakMb } from './process-memory'

export interface FullSync {
  policies: number
  what: 'first sync' | 're-sync' | 'the plain way'
  settings: number
  requests: number
  seconds: number
  /** max(requests ÷ allowed rate, requests × latency ÷ allowed concurrency, longest nextLink chain × latency). */
  floorSeconds: number | null
  ratio: number | null
  /** Most memory of the worker so far. */
  peakMb: number | null
  status: RunView['status'] | null
}

/** Graph's share of one tenant: requests a second, and in flight (design §5). */
const allowed = { perSecond: 40, inFlight: 16 }
/** Entries a page of the longest list, and the share of all policies that it holds. */
const longest = { page: 100, share: 0.55 }

/** What the stack's simulator was started with. */
interface StartOptions {
  policies: number
  latencyMs: number
  /** Also the same work done one step after the other, on the same simulator. */
  plain: boolean
}

/** A whole first sync through a fresh stack, from the HTTP trigger to the last row, the same again, and what it is beside. */
export async function fullSync(
  stack: Stack,
  { policies, latencyMs, plain }: StartOptions,
): Promise<{ syncs: FullSync[]; flatten: FlattenRate }> {
  const sync = async (what: FullSync['what']): Promise<FullSync> => {
    const api: Api = { ...stack.info.app, tenantId: stack.info.tenant.externalId }
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
    const nothing = { floorSeconds: null, ratio: null, peakMb: null, status: null }
    syncs.push({ policies, what: 'the plain way', ...(await plainSync(stack.info)), ...nothing })
  }
  return { syncs, flatten: await flattenRate(stack.info) }
}

function floorOf(policies: number, requests: number, latency: number): number {
  const chain = Math.ceil((policies * longest.share) / longest.page)
  return Math.max(requests / allowed.perSecond, (requests * latency) / allowed.inFlight, chain * latency)
}

import { type Api, followRun, type RunView, startRun } from '../commands/api-client'
import { durationOf } from '../commands/report'
import { startStack } from '../stack/stack'
import { round } from './measure'
import { workerPeakMb } from './process-memory'

export interface FullSync {
  policies: number
  settings: number
  requests: number
  seconds: number
  /** max(requests ÷ allowed rate, requests × latency ÷ allowed concurrency, longest nextLink chain × latency). */
  floorSeconds: number
  ratio: number
  peakMb: number | null
  status: RunView['status']
}

/** Graph's share of one tenant: requests a second, and in flight (design §5). */
const allowed = { perSecond: 40, inFlight: 16 }
/** Entries a page of the policy list; the longest chain of links is that list's. */
const pageSize = 25

/** A whole first sync through the stack, from the HTTP trigger to the last row. */
export async function fullSync(policies: number, latencyMs: number): Promise<FullSync> {
  const stack = await startStack({ root: process.cwd(), simulator: { policies, seed: 1, latencyMs } })
  try {
    const api: Api = { ...stack.info.app, tenantId: stack.info.tenant.externalId }
    const { runId } = await startRun(api, 'sync')
    const run = await followRun(api, runId, () => {})
    const { requests, definitionRequests } = run.graph
    const all = requests + definitionRequests
    const latency = latencyMs / 1000
    const chain = Math.ceil((policies * 0.75) / pageSize)
    const floorSeconds = Math.max(all / allowed.perSecond, (all * latency) / allowed.inFlight, chain * latency)
    const seconds = durationOf(run) / 1000
    return {
      policies: run.counts.policies,
      settings: run.counts.settings,
      requests: all,
      seconds: round(seconds, 2),
      floorSeconds: round(floorSeconds, 2),
      ratio: round(seconds / floorSeconds, 2),
      peakMb: workerPeakMb(stack.parts.app?.process.pid),
      status: run.status,
    }
  } finally {
    await stack.stop()
  }
}

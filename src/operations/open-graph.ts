import type { Db } from '../db/database'
import type { GraphClient } from '../graph/graph-client'
import type { Graph } from '../graph/types'
import type { RunContext } from '../runs/operation'
import type { Clock } from '../shared/clock'
import { lastRefusalMs } from '../tenants/last-refusal'
import { postponeGraph } from '../tenants/postpone-graph'

/** Opens Microsoft Graph for a run's tenant. `newToken`: with a token that is requested from now on. */
export type OpenGraph = (context: RunContext, options?: { newToken?: boolean }) => Promise<Graph>

interface Deps {
  db: Db
  clock: Clock
  graph: GraphClient
  /** Keys of the items that say a permission is missing: no token is used that is older than the last of them. */
  refusable: readonly string[]
}

/** Makes the function that opens Graph for runs. A 429 is noted at the tenant, for both lanes. */
export function createOpenGraph({ db, clock, graph, refusable }: Deps): OpenGraph {
  return async ({ tenant, signal, otherLaneBusy }, { newToken = false } = {}) => {
    const { externalId, entraTenantId, graphWaitMs } = tenant
    const refusedAgo = newToken ? 0 : await lastRefusalMs(db, externalId, refusable)
    return graph.open({
      entraTenantId,
      signal,
      halved: otherLaneBusy,
      notBefore: clock.now() + Math.max(graphWaitMs, 0),
      // an older token may lack what was granted since; on this machine's clock
      tokensNotBefore: refusedAgo === null ? 0 : clock.now() - refusedAgo,
      onThrottled: (waitMs) => void postponeGraph(db, externalId, waitMs).catch(() => {}),
    })
  }
}

import { createHmac } from 'node:crypto'
import type { AttemptDeps } from '../runs/worker/attempt'
import type { GraphClient } from '../graph/graph-client'
import { lastRefusalMs } from '../tenants/last-refusal'
import { postponeGraph } from '../tenants/postpone-graph'
import type { OperationResult, Ports } from './ports'
import { applySweep } from '../intune/store/apply-sweep'
import type { DefinitionCache } from '../intune/definitions/definition-cache'
import { doneItems, recordItem } from '../runs/ledger/record-item'
import { countStoredPolicies, missingPolicies, storedPolicies } from '../intune/store/read-policies'
import { writePolicy } from '../intune/store/write-policy'
import { nameKinds } from '../intune/assignments/names'
import { policyTypes } from '../intune/policy-types/registry'
import { AttemptStopped } from '../runs/worker/attempt-stopped'
import type { Db } from '../db/database'
import { readTenant } from '../tenants/find'
import type { Clock } from '../shared/clock'
import type { TenantId } from '../shared/ids'

interface Deps {
  db: Db
  /** The pool in which all runs of this process write policies. */
  writing: Db
  clock: Clock
  graph: GraphClient
  newDefinitionCache: () => DefinitionCache
  fingerprintKey: string
}

/** The worker's dependencies for the operations of this registry. */
export type WorkerDeps = AttemptDeps<Ports, OperationResult>

/** Creates the ports of a run. Every write is fenced by the run's attempt: a stale attempt throws `AttemptStopped`. */
export function createPorts(deps: Deps): Pick<WorkerDeps, 'portsFor' | 'closingStep'> {
  const { db, writing, clock, graph, newDefinitionCache, fingerprintKey } = deps
  const definitionCache = newDefinitionCache()
  const fingerprint = (secret: string) => createHmac('sha256', fingerprintKey).update(secret).digest('hex')
  /** When a permission was last missing, on this machine's clock: an older token may lack what was granted since. */
  async function newestRefusal(tenantId: TenantId): Promise<number> {
    const ago = await lastRefusalMs(db, tenantId, [...policyTypes.map(({ source }) => source), ...nameKinds])
    return ago === null ? 0 : clock.now() - ago
  }
  return {
    portsFor(run, tenant, { signal }, otherLaneBusy): Ports {
      // without Graph, read the definitions that are stored now, not those in this process's memory
      const storedDefinitions = newDefinitionCache()
      const writer = { runId: run.id, attempt: run.attempt, appKey: tenant.appKey }
      const unlessFenced = <T>(written: T): NonNullable<T> => {
        if (!written) throw new AttemptStopped('fenced')
        return written
      }
      return {
        graph: async () =>
          graph.open({
            entraTenantId: tenant.entraTenantId,
            signal,
            halved: otherLaneBusy,
            notBefore: clock.now() + Math.max(tenant.graphWaitMs, 0),
            tokensNotBefore: await newestRefusal(tenant.externalId),
            onThrottled: (waitMs) => void postponeGraph(db, tenant.externalId, waitMs).catch(() => {}),
          }),
        settings: {
          fingerprint,
          done: () => doneItems(db, run.id),
          write: async (unit) => void unlessFenced(await writePolicy(writing, writer, unit)),
          record: async (item) => void unlessFenced(await recordItem(writing, writer, item)),
          missing: (source, limit) => missingPolicies(db, { runId: run.id, tenantId: run.tenantId, source, limit }),
          stored: () => storedPolicies(db, run.tenantId),
          countStored: () => countStoredPolicies(db, run.tenantId),
          definitions: (catalog, ids, graph) =>
            (graph ? definitionCache : storedDefinitions).definitionsFor(catalog, ids, { graph, signal }),
        },
      }
    },
    closingStep:
      (run, { sweep }) =>
      async (tx) => {
        const tenant = sweep && (await readTenant(tx, run.tenantId))
        if (!tenant) return
        await applySweep(tx, { runId: run.id, attempt: run.attempt, appKey: tenant.appKey }, run.tenantId, sweep)
      },
  }
}

import { createAssignmentNames } from '../../intune/assignments/names'
import type { DefinitionCache } from '../../intune/definitions/definition-cache'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import type { Sweep } from '../../intune/store/sweep'
import type { Fingerprint } from '../../intune/stored/fingerprint'
import type { ItemResult } from '../../runs/ledger/record-item'
import { defineOperation, type Operation } from '../../runs/operation'
import { createBoundedPool } from '../../shared/bounded-pool'
import { AppError } from '../../shared/errors'
import type { OpenGraph } from '../open-graph'
import type { OpenStore } from '../run-store'
import { retryCancelledWrites } from './cancelled-writes'
import { choose, syncNamed } from './chosen'
import { syncMissing } from './missing'
import { policySync } from './record'
import { type SourceResult, type SyncContext, syncSource } from './source'

/** Policies synced at once, and listed ones that wait. 20 keep 16 Graph requests in flight; a policy needs one or two. */
const poolSize = { running: 20, waiting: 100 }

interface Deps {
  types: readonly PolicyType[]
  openGraph: OpenGraph
  openStore: OpenStore
  definitionCache: DefinitionCache
  fingerprint: Fingerprint
}

/** Makes the operation that copies the policies of these types: all, or those that its input names. */
export function createPolicySync({ types, openGraph, openStore, definitionCache, fingerprint }: Deps): Operation {
  return defineOperation(policySync, async (input, context) => {
    const { all, listed, named } = choose(types, input)
    const graph = await openGraph(context)
    const store = openStore(context)
    context.progress({ phase: 'listing', metrics: graph.metrics })
    const done = await store.done()
    const pool = createBoundedPool(poolSize)
    const counts = { listed: 0, settled: 0 }
    const reportProgress = (phase: string, total: number | null) =>
      context.progress({ phase, done: counts.settled, total, metrics: graph.metrics })
    const assignmentNames = createAssignmentNames(graph)
    // each source has an item of its own
    const items = () => counts.listed + listed.length
    const sync: SyncContext = {
      graph,
      assignmentNames,
      done,
      pool,
      cancelledWrites: [],
      store,
      findDefinitions: (catalog, ids) =>
        definitionCache.definitionsFor(catalog, ids, { graph, signal: context.signal }),
      fingerprint,
      context,
      counts,
      reportProgress: () => reportProgress('reading', null),
    }
    const ends = await Promise.allSettled(listed.map((type) => syncSource(type, sync)))
    reportProgress('reading', items())
    await pool.drain().finally(() => reportProgress('writing', items()))
    const results = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    const complete = all ? listed.filter((_type, i) => !results[i]?.failure) : []
    for (const type of complete) await syncMissing(type, sync)
    await syncNamed(types, named, sync)
    await retryCancelledWrites(sync)
    reportProgress('writing', items())
    for (const [what, permission] of assignmentNames.forbidden) await store.record(unnamed(what, permission))
    if (!all) return { result: null }
    const sweep = sweepOf(results, counts.listed)
    return { result: null, closingStep: (tx) => store.sweep(tx, sweep) }
  })
}

/**
 * Returns which sources to sweep and which are stale. Throws when no source could be read and a retry may help, and
 * `graph.auth.failed` when Graph refused every source a new token: then it is not the sources' fault.
 */
function sweepOf(results: readonly SourceResult[], listed: number): Sweep {
  const failures = results.flatMap(({ source, failure }) => (failure ? [{ source, failure }] : []))
  const sources = results.filter(({ failure }) => !failure).map(({ source }) => source)
  if (failures.length === results.length && failures.every(({ failure }) => failure.code === 'graph.refused'))
    throw new AppError('graph.auth.failed', { message: 'Microsoft Graph refused a new token for every collection.' })
  const passing = failures.find(({ failure }) => failure.category === 'retry_later')
  if (sources.length === 0 && listed === 0 && passing) throw passing.failure
  return {
    sources,
    stale: failures.map(({ source, failure }) => ({ source, code: failure.code })),
  }
}

/** Reports names that could not be read as skipped, not as failed: the assignments are complete without them. */
function unnamed(what: string, permission: string): ItemResult {
  const code = 'graph.forbidden'
  const message = `The names of ${what} could not be read: the permission ${permission} is missing.`
  return { key: what, source: what, label: `Names of ${what}`, outcome: 'skipped', code, message }
}

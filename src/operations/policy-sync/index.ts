import * as z from 'zod'
import { AppError } from '../../shared/errors'
import { policyTypes } from '../../intune/policy-types/registry'
import { createBoundedPool } from '../../shared/bounded-pool'
import { createAssignmentNames } from '../../intune/assignments/names'
import type { Sweep } from '../../intune/store/sweep'
import { defineOperation } from '../ports'
import type { ItemResult } from '../../runs/ledger/record-item'
import { retryCancelledWrites } from './cancelled-writes'
import { syncMissing } from './missing'
import { type SourceResult, type SyncContext, syncSource } from './source'

const Input = z.strictObject({})

/** Policies synced at once, and listed ones that wait. 20 keep 16 Graph requests in flight; a policy needs one or two. */
const poolSize = { running: 20, waiting: 100 }

/** Copies every policy of every registered source into searchable settings. */
export const policySync = defineOperation({
  name: 'policy.sync',
  input: Input,
  lane: 'sync',
  cooldownSeconds: 0,
  writesToTenant: false,
  async run(_input: z.infer<typeof Input>, ports, context) {
    const graph = await ports.graph()
    context.progress({ phase: 'listing', metrics: graph.metrics })
    const done = await ports.settings.done()
    const pool = createBoundedPool(poolSize)
    const counts = { listed: 0, settled: 0 }
    const reportProgress = (phase: string, total: number | null) =>
      context.progress({ phase, done: counts.settled, total, metrics: graph.metrics })
    const assignmentNames = createAssignmentNames(graph)
    // each source has an item of its own
    const items = () => counts.listed + policyTypes.length
    const sync: SyncContext = {
      graph,
      assignmentNames,
      done,
      pool,
      cancelledWrites: [],
      ports,
      context,
      counts,
      reportProgress: () => reportProgress('reading', null),
    }
    const ends = await Promise.allSettled(policyTypes.map((type) => syncSource(type, sync)))
    reportProgress('reading', items())
    await pool.drain().finally(() => reportProgress('writing', items()))
    const results = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    const complete = policyTypes.filter((_type, i) => !results[i]?.failure)
    for (const type of complete) await syncMissing(type, sync)
    await retryCancelledWrites(sync)
    reportProgress('writing', items())
    for (const [what, permission] of assignmentNames.forbidden) await ports.settings.record(unnamed(what, permission))
    return { sweep: sweepOf(results, counts.listed) }
  },
})

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

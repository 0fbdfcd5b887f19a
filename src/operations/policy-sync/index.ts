import { z } from 'zod'
import { policyTypes } from '../../intune/policy-types/registry'
import { createBoundedPool } from '../../shared/bounded-pool'
import { createAssignmentNames } from '../../intune/assignments/names'
import type { Sweep } from '../../intune/store/sweep'
import { defineOperation } from '../ports'
import type { ItemResult } from '../../runs/ledger/record-item'
import { syncMissing } from './missing'
import { type SourceResult, syncSource } from './source'

const Input = z.strictObject({})

/** Policies worked on at once, and listed ones that may wait: Graph allows 16 requests in flight, a policy needs one or two. */
const side = { running: 20, waiting: 100 }

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
    const pool = createBoundedPool(side)
    const seen = { listed: 0, settled: 0 }
    const show = (phase: string, total: number | null) =>
      context.progress({ phase, done: seen.settled, total, metrics: graph.metrics })
    const assignmentNames = createAssignmentNames(graph)
    // each source has an item of its own
    const items = () => seen.listed + policyTypes.length
    const shared = { graph, assignmentNames, done, pool, ports, context, seen, show: () => show('reading', null) }
    const ends = await Promise.allSettled(policyTypes.map((type) => syncSource(type, shared)))
    show('reading', items())
    await pool.drain().finally(() => show('writing', items()))
    const results = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    const complete = policyTypes.filter((_type, i) => !results[i]?.failure)
    for (const type of complete) await syncMissing(type, shared)
    show('writing', items())
    for (const [what, permission] of assignmentNames.forbidden) await ports.settings.record(unnamed(what, permission))
    return { sweep: sweepOf(results, seen.listed) }
  },
})

/** What may be removed, and what is stale. Throws when nothing could be read for a reason that passes: all comes again. */
function sweepOf(results: readonly SourceResult[], listed: number): Sweep {
  const failures = results.flatMap(({ source, failure }) => (failure ? [{ source, failure }] : []))
  const sources = results.filter(({ failure }) => !failure).map(({ source }) => source)
  const passing = failures.find(({ failure }) => failure.category === 'retry_later')
  if (sources.length === 0 && listed === 0 && passing) throw passing.failure
  return {
    sources,
    stale: failures.map(({ source, failure }) => ({ source, code: failure.code })),
  }
}

/** Assignments without the names of their groups or filters are whole all the same: a note, no failure. */
function unnamed(what: string, permission: string): ItemResult {
  const code = 'graph.forbidden'
  const message = `The names of ${what} could not be read: the permission ${permission} is missing.`
  return { key: what, source: what, label: `Names of ${what}`, outcome: 'skipped', code, message }
}

import { z } from 'zod'
import { policyTypes } from '../policies/registry'
import { createBoundedPool } from '../bounded-pool'
import { defineOperation } from './operation'
import { syncSource } from './sync-source'

const Input = z.strictObject({})

/** Policies worked on at once, and listed ones that may wait: Graph allows 16 requests in flight, a policy needs one or two. */
const side = { running: 20, waiting: 100 }

/** Copies every policy of every registered source into searchable settings. */
export const policySync = defineOperation({
  name: 'policy.sync',
  label: 'Sync policies',
  expectedSeconds: 60,
  input: Input,
  lane: 'sync',
  role: 'operator',
  cooldownSeconds: 0,
  writesToTenant: false,
  async run(_input: z.infer<typeof Input>, ports, context) {
    const graph = await ports.graph()
    context.progress({ phase: 'listing', graph: graph.metrics })
    const done = await ports.settings.done()
    const pool = createBoundedPool(side)
    const seen = { listed: 0, settled: 0 }
    const show = (phase: string, total: number | null) =>
      context.progress({ phase, done: seen.settled, total, graph: graph.metrics })
    const shared = { graph, done, pool, ports, context, seen, show: () => show('reading', null) }
    const ends = await Promise.allSettled(policyTypes.map((type) => syncSource(type, shared)))
    show('reading', seen.listed)
    await pool.drain().finally(() => show('writing', seen.listed))
    const results = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    const complete = results.filter((result) => result.complete)
    // nothing could be read for a reason that passes: the whole run comes again
    const [passing] = results.flatMap((result) => (result.failure?.category === 'retry_later' ? [result.failure] : []))
    if (complete.length === 0 && seen.listed === 0 && passing) throw passing
    return {
      sweep: { sources: complete.map((result) => result.source), legacy: complete.length === policyTypes.length },
    }
  },
})

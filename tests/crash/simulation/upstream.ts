import * as z from 'zod'
import { AppError } from '../../../src/shared/errors'
import { defineOperation } from '../../../src/runs/operation'
import type { OperationRecord } from '../../../src/shared/operation-record'
import { type TestOperation, testRecord } from '../../support/harness'
import type { PolicyUnit } from '../../../src/intune/stored/policy-unit'
import type { Clock } from '../../../src/shared/clock'
import { policyUnit } from '../../support/units'
import { createRandom, type Random } from './random'

/** What a run of the simulation meets on its way. */
export interface Plan {
  kind: 'good' | 'transient' | 'admin' | 'bug' | 'item' | 'slow'
  /** Before which policy. */
  at: number
  /** How often a transient error strikes. */
  times: number
  /** Which state of its source it reads. */
  version: number
}

const kinds = { good: 40, transient: 24, admin: 8, bug: 12, item: 6, slow: 10 }

/** What the tenants hold, each source in versions, and what its runs meet. */
export function createUpstream(random: Random) {
  const versions = new Map<string, number>()
  const plans = new Map<string, Plan>()
  const versionOf = (source: string) => versions.get(source) ?? 1
  return {
    change: (source: string) => void versions.set(source, versionOf(source) + 1),
    /** repairs what makes a run fail; false: there was nothing. */
    repair(runId: string): boolean {
      const plan = plans.get(runId)
      if (!plan || (plan.kind !== 'bug' && plan.kind !== 'admin')) return false
      plan.kind = 'good'
      return true
    },
    planOf(runId: string, source: string): Plan {
      const at = random.chance(0.5) ? 0 : random.between(0, 3)
      const kind = random.weighted(kinds)
      const fresh = { kind, at, times: random.between(1, 6), version: versionOf(source) }
      const plan = plans.get(runId) ?? fresh
      plans.set(runId, plan)
      return plan
    },
  }
}

export type Upstream = ReturnType<typeof createUpstream>

/** The policies of a source in one of its versions: always the same ones. At most six, so that no sweep is withheld. */
export function contentOf(tenantId: string, source: string, version: number, attempt: number): PolicyUnit[] {
  // the attempt rides along, so that a trigger sees which attempt wrote a row
  const same = { valueType: 'string' as const, definitionId: tenantId, category: String(attempt), isDefault: null }
  const policies = [0, 1, 2, 3, 4, 5].map((i) => ({ i, random: createRandom(tenantId, source, version, i) }))
  return policies
    .filter(({ i, random }) => i === 0 || random.chance(0.6))
    .map(({ i, random }) => {
      const rows = Array.from({ length: random.between(1, 3) }, (_, n) => {
        const value = `${random.between(0, 2)}`
        const path = `p${random.between(0, 1)}${n}`
        return { path, name: path, value, raw: value, ...same }
      })
      return policyUnit({ source, graphPolicyId: `${source}${i}`, policyName: `policy ${i}`, rows })
    })
}

interface Around {
  upstream: Upstream
  clockOf: () => Clock
  random: Random
}

/** The record of an operation of the simulation. */
export const simRecord = (name: string, more: Pick<OperationRecord, 'lane' | 'cooldownSeconds'>) => ({
  ...testRecord,
  name,
  input: z.object({ source: z.string() }),
  identity: ['source'],
  ...more,
})

/** An operation that writes its source policy by policy, as `policy.sync` does, and comes across what the plan says. */
export function simOperation(
  record: ReturnType<typeof simRecord>,
  { upstream, random, clockOf }: Around,
): TestOperation {
  return (openStore) =>
    defineOperation(record, async ({ source }, context) => {
      const { fence, tenant, signal, progress } = context
      const { runId, attempt } = fence
      const store = openStore(context)
      const time = clockOf()
      const plan = upstream.planOf(runId, source)
      const units = contentOf(tenant.appKey, source, plan.version, attempt)
      const done = await store.done()
      const failsAt = Math.min(plan.at, units.length - 1)
      for (const [i, unit] of units.entries()) {
        signal.throwIfAborted()
        progress({ phase: 'writing', done: i, total: units.length })
        if (i === failsAt) failAsPlanned(plan)
        const key = `${source}/${unit.graphPolicyId}`
        if (done.has(key)) continue
        const failed = {
          key,
          source,
          label: unit.policyName,
          outcome: 'failed',
          code: 'sync.policy_unreadable',
        } as const
        if (i === failsAt && plan.kind === 'item') await store.record(failed)
        else await store.write(unit)
        if (plan.kind === 'slow') await time.sleep(random.between(5_000, 60_000), signal)
      }
      return { result: null, closingStep: (tx) => store.sweep(tx, { sources: [source], stale: [] }) }
    })
}

function failAsPlanned(plan: Plan): void {
  if (plan.kind === 'admin') throw new AppError('graph.forbidden')
  if (plan.kind === 'bug') throw new TypeError('x is not a function')
  if (plan.kind === 'transient' && plan.times-- > 0) throw new AppError('graph.unavailable')
}

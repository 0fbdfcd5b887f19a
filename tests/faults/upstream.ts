import { z } from 'zod'
import { AppError } from '../../src/shared/errors'
import { type AnyOperation, defineOperation } from '../../src/operations/ports'
import type { PolicyUnit } from '../../src/intune/stored/policy-unit'
import type { Clock } from '../../src/shared/clock'
import { policyUnit } from '../support/units'
import { type Chance, createChance, seedOf } from './chance'

/** What a run of the simulation comes across on its way. */
export interface Plan {
  kind: 'good' | 'transient' | 'admin' | 'bug' | 'item' | 'slow'
  /** Before which policy. */
  at: number
  /** How often a transient error strikes. */
  times: number
  /** Which state of its source it reads. */
  version: number
  executions: number
}

const kinds = { good: 40, transient: 24, admin: 8, bug: 12, item: 6, slow: 10 }

/** What the tenants hold, each source in versions, and what its runs come across. */
export function createUpstream(chance: Chance) {
  const versions = new Map<string, number>()
  const plans = new Map<string, Plan>()
  const versionOf = (source: string) => versions.get(source) ?? 1
  return {
    plans,
    versionOf,
    change: (source: string) => void versions.set(source, versionOf(source) + 1),
    /** Mends what makes a run fail; false: there was nothing. */
    mend(runId: string): boolean {
      const plan = plans.get(runId)
      if (!plan || (plan.kind !== 'bug' && plan.kind !== 'admin')) return false
      plan.kind = 'good'
      return true
    },
    planOf(runId: string, source: string): Plan {
      const at = chance.hit(0.5) ? 0 : chance.between(0, 3)
      const kind = chance.weighted(kinds)
      const fresh = { kind, at, times: chance.between(1, 6), version: versionOf(source), executions: 0 }
      const plan = plans.get(runId) ?? fresh
      plans.set(runId, plan)
      return plan
    },
  }
}

export type Upstream = ReturnType<typeof createUpstream>

/** The policies of a source in one of its versions: always the same ones. At most six, so that no sweep is withheld. */
export function contentOf(tenantId: string, source: string, version: number, attempt: number): PolicyUnit[] {
  const policies = [0, 1, 2, 3, 4, 5].map((i) => ({
    i,
    chance: createChance(seedOf(`${tenantId}${source}${version}/${i}`)),
  }))
  return policies
    .filter(({ i, chance }) => i === 0 || chance.hit(0.6))
    .map(({ i, chance }) =>
      policyUnit({
        source,
        graphPolicyId: `${source}${i}`,
        policyName: `policy ${i}`,
        rows: Array.from({ length: chance.between(1, 3) }, (_, n) => {
          const value = `${chance.between(0, 2)}`
          const path = `p${chance.between(0, 1)}${n}`
          // the attempt rides along, so that a trigger sees which attempt wrote a row
          return {
            path,
            name: path,
            value,
            valueType: 'string' as const,
            raw: value,
            definitionId: tenantId,
            category: String(attempt),
            isDefault: null,
          }
        }),
      }),
    )
}

interface Surroundings {
  upstream: Upstream
  timeOf: () => Clock
  chance: Chance
}

/** An operation that writes its source policy by policy, as `policy.sync` does, and comes across what the plan says. */
export function simOperation(
  name: string,
  more: Pick<AnyOperation, 'lane' | 'cooldownSeconds'>,
  around: Surroundings,
): AnyOperation {
  const { upstream, chance, timeOf } = around
  return defineOperation({
    name,
    input: z.object({ source: z.string() }),
    writesToTenant: false,
    ...more,
    async run({ source }, { settings }, { runId, tenant, attempt, signal, progress }) {
      const time = timeOf()
      const plan = upstream.planOf(runId, source)
      plan.executions++
      const units = contentOf(tenant.appKey, source, plan.version, attempt)
      const done = await settings.done()
      const strikeAt = Math.min(plan.at, units.length - 1)
      for (const [i, unit] of units.entries()) {
        signal.throwIfAborted()
        progress({ phase: 'writing', done: i, total: units.length })
        if (i === strikeAt) strike(plan)
        const key = `${source}/${unit.graphPolicyId}`
        if (done.has(key)) continue
        if (i === strikeAt && plan.kind === 'item')
          await settings.record({
            key,
            source,
            label: unit.policyName,
            outcome: 'failed',
            code: 'sync.policy_unreadable',
          })
        else await settings.write(unit)
        if (plan.kind === 'slow') await time.sleep(chance.between(5_000, 60_000), signal)
      }
      return { sweep: { sources: [source], stale: [] } }
    },
  })
}

function strike(plan: Plan): void {
  if (plan.kind === 'admin') throw new AppError('graph.forbidden')
  if (plan.kind === 'bug') throw new TypeError('x is not a function')
  if (plan.kind === 'transient' && plan.times-- > 0) throw new AppError('graph.unavailable')
}

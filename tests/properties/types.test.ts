import * as fc from 'fast-check'
import { randomPolicies } from './policies'
import { readFull, rowsOf } from './serve'
import { contentHash } from '../../src/intune/policy-types/content-hash'

/** A value as Graph returns it after an update: without redundant types, and with `auditRuleInformation`. */
function afterUpdate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(afterUpdate)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== '@odata.type')
  const note = 'settingDefinitionId' in value || 'valueState' in value ? [['auditRuleInformation', null]] : []
  return Object.fromEntries([...kept, ...note].map(([key, inner]) => [key as string, afterUpdate(inner)]))
}

test.each(['configurationPolicies', 'compliancePolicies'])(
  '%s: values without their types, as after an update, give the same rows and hash',
  async (source) => {
    const { policyType, served } = randomPolicies.find((kind) => kind.policyType.source === source)!
    await fc.assert(
      fc.asyncProperty(served, async (policy) => {
        const full = await readFull(policyType, policy)
        const later = { ...full, settings: afterUpdate(full['settings']) }
        expect(rowsOf(policyType, later)).toEqual(rowsOf(policyType, full))
        expect(contentHash(policyType, later)).toBe(contentHash(policyType, full))
      }),
      { numRuns: 150 },
    )
  },
)

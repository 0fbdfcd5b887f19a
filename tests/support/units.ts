import { toGraphId } from '../../src/shared/ids'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { PolicyRead, PolicyUnit } from '../../src/intune/stored/policy-unit'

const nothing: PolicyRead['facts'] = {
  odataType: null,
  description: null,
  platforms: null,
  technologies: null,
  templateId: null,
  templateFamily: null,
  templateVersion: null,
  scopeTagIds: [],
  createdAt: null,
  modifiedAt: null,
}

/** Makes the result of reading a policy. A test states only what matters to it. */
export function policyRead({
  facts,
  ...more
}: Partial<Omit<PolicyRead, 'facts'>> & { facts?: Partial<PolicyRead['facts']> } = {}): PolicyRead {
  return {
    contentHash: createHash('sha256')
      .update(JSON.stringify(facts ?? {}))
      .digest('hex'),
    raw: gzipSync('{}'),
    assignments: [],
    assignmentsHash: null,
    ...more,
    facts: { ...nothing, ...facts },
  }
}

/** Makes a policy to write. A test states only what matters to it. */
export function policyUnit(
  unit: Pick<PolicyUnit, 'source' | 'graphPolicyId' | 'rows'> & Partial<PolicyUnit>,
): PolicyUnit {
  return {
    graphId: toGraphId(unit.graphPolicyId),
    policyName: `policy ${unit.graphPolicyId}`,
    policyType: 'configurationPolicy',
    read: policyRead(),
    ...unit,
  }
}

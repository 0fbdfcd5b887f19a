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

/** What a read of a policy brought, as far as a test says. */
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

/** A policy to write; what a test does not say is as it is with a plain one. */
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

import { toGraphId } from '../../src/shared/ids'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { PolicyDetails, PolicyUnit } from '../../src/intune/stored/policy-unit'

const nothing: PolicyDetails['metadata'] = {
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

/** Details of a policy; empty where a test does not set them. */
export function policyDetails({
  metadata,
  ...more
}: Partial<Omit<PolicyDetails, 'metadata'>> & { metadata?: Partial<PolicyDetails['metadata']> } = {}): PolicyDetails {
  return {
    contentHash: createHash('sha256')
      .update(JSON.stringify(metadata ?? {}))
      .digest('hex'),
    raw: gzipSync('{}'),
    assignments: [],
    assignmentsHash: null,
    ...more,
    metadata: { ...nothing, ...metadata },
  }
}

/** A policy to write, with defaults for what a test does not set. */
export function policyUnit(
  unit: Pick<PolicyUnit, 'source' | 'graphPolicyId' | 'rows'> & Partial<PolicyUnit>,
): PolicyUnit {
  return {
    graphId: toGraphId(unit.graphPolicyId),
    policyName: `policy ${unit.graphPolicyId}`,
    policyType: 'configurationPolicy',
    details: policyDetails(),
    ...unit,
  }
}

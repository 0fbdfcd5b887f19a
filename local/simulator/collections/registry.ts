import type { CollectionName, Policy } from '../data/policy'
import type { JsonObject } from '../json'
import type { Collection } from './collection'
import { compliancePolicies } from './compliance-policies'
import { configurationPolicies } from './configuration-policies'
import { deviceCompliancePolicies } from './device-compliance-policies'
import { deviceConfigurations } from './device-configurations'
import { intents } from './intents'

export const registry: Readonly<Record<CollectionName, Collection>> = {
  configurationPolicies,
  deviceCompliancePolicies,
  deviceConfigurations,
  intents,
  compliancePolicies,
}

/** Returns a policy with all its navigation properties. */
export function wholePolicy(collection: CollectionName, policy: Policy): JsonObject {
  return { ...policy.listed(), assignments: policy.assignments(), ...registry[collection].nested(policy) }
}

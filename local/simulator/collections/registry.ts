import { compliancePolicies } from './compliance-policies/index'
import { configurationPolicies } from './configuration-policies/index'
import { deviceCompliancePolicies } from './device-compliance-policies/index'
import { deviceConfigurations } from './device-configurations/index'
import { groupPolicyConfigurations } from './group-policy-configurations/index'
import { intents } from './intents/index'
import type { Collection } from './record'

/** Every collection of policies that the simulator serves, in the order in which exports and manifests have them. */
export const collections: readonly Collection[] = [
  configurationPolicies,
  deviceCompliancePolicies,
  deviceConfigurations,
  intents,
  compliancePolicies,
  groupPolicyConfigurations,
]

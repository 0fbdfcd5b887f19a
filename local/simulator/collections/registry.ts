import { compliancePolicies } from './compliance-policies/index'
import { configurationPolicies } from './configuration-policies/index'
import { deviceCompliancePolicies } from './device-compliance-policies/index'
import { deviceConfigurations } from './device-configurations/index'
import { deviceManagementScripts } from './device-management-scripts/index'
import { groupPolicyConfigurations } from './group-policy-configurations/index'
import { intents } from './intents/index'
import { windowsFeatureUpdateProfiles } from './windows-feature-update-profiles/index'
import type { Collection } from './record'

/** Every collection of policies that the simulator serves, in the order in which exports and manifests have them. */
export const collections: readonly Collection[] = [
  configurationPolicies,
  deviceCompliancePolicies,
  deviceConfigurations,
  intents,
  compliancePolicies,
  deviceManagementScripts,
  windowsFeatureUpdateProfiles,
  groupPolicyConfigurations,
]

import { compliancePolicies } from './compliance-policies/index'
import { configurationPolicies } from './configuration-policies/index'
import { deviceCompliancePolicies } from './device-compliance-policies/index'
import { deviceConfigurations } from './device-configurations/index'
import { deviceManagementScripts } from './device-management-scripts/index'
import { groupPolicyConfigurations } from './group-policy-configurations/index'
import { intents } from './intents/index'
import { windowsFeatureUpdateProfiles } from './windows-feature-update-profiles/index'
import type { PolicyType } from './policy-type'

/** Every Graph collection that a sync copies, in the order in which it starts them. */
export const policyTypes: readonly PolicyType[] = [
  //
  configurationPolicies,
  deviceConfigurations,
  deviceCompliancePolicies,
  compliancePolicies,
  intents,
  deviceManagementScripts,
  windowsFeatureUpdateProfiles,
  groupPolicyConfigurations,
]

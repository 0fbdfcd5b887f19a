import { compliancePolicies } from './compliance-policies'
import { configurationPolicies } from './configuration-policies'
import { deviceCompliancePolicies } from './device-compliance-policies'
import { deviceConfigurations } from './device-configurations'
import { intents } from './intents'
import type { PolicyType } from './policy-type'

/** Every Graph collection that is copied, in the order in which a sync begins them. */
export const policyTypes: readonly PolicyType[] = [
  //
  configurationPolicies,
  deviceConfigurations,
  deviceCompliancePolicies,
  compliancePolicies,
  intents,
]

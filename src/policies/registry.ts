import { configurationPolicies } from './configuration-policies'
import { deviceCompliancePolicies } from './device-compliance-policies'
import type { PolicyType } from './policy-type'

/** Every Graph collection that is copied, in the order in which a sync begins them. */
export const policyTypes: readonly PolicyType[] = [
  //
  configurationPolicies,
  deviceCompliancePolicies,
]

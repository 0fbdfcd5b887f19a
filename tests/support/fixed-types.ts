import { compliancePolicies } from '../../src/intune/policy-types/compliance-policies/index'
import { configurationPolicies } from '../../src/intune/policy-types/configuration-policies/index'
import { deviceCompliancePolicies } from '../../src/intune/policy-types/device-compliance-policies/index'
import { deviceConfigurations } from '../../src/intune/policy-types/device-configurations/index'
import { intents } from '../../src/intune/policy-types/intents/index'
import type { PolicyType } from '../../src/intune/policy-types/policy-type'

/** The types that tests of the engine run on, in the order in which a sync starts them: a new type changes none of them. */
export const fixedTypes: readonly PolicyType[] = [
  configurationPolicies,
  deviceConfigurations,
  deviceCompliancePolicies,
  compliancePolicies,
  intents,
]

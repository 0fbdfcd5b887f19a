/**
 * The names of all policy types, in the order of their registry: for whoever checks a request without the code of the types.
 * A test compares both.
 */
export const policySources = [
  'configurationPolicies',
  'deviceConfigurations',
  'deviceCompliancePolicies',
  'compliancePolicies',
  'intents',
  'deviceManagementScripts',
  'windowsFeatureUpdateProfiles',
  'groupPolicyConfigurations',
] as const

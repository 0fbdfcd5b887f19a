/**
 * The collections that the tests of the engine and of the simulator have policies of: a new type changes none of those tests.
 * They share the size of a synthetic tenant; all others have theirs on top of it.
 */
export const firstCollections = [
  'configurationPolicies',
  'deviceCompliancePolicies',
  'deviceConfigurations',
  'intents',
  'compliancePolicies',
] as const

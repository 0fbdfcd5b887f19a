import { defineTypedPolicyType } from '../typed-policy-type'

/** What the portal calls properties whose own words say something else. */
const portalNames: ReadonlyMap<string, string> = new Map([
  ['featureUpdateVersion', 'Feature update to deploy'],
  ['rolloutSettings/offerStartDateTimeInUTC', 'First group availability'],
  ['rolloutSettings/offerEndDateTimeInUTC', 'Final group availability'],
  ['rolloutSettings/offerIntervalInDays', 'Days between groups'],
  [
    'installLatestWindows10OnWindows11IneligibleDevice',
    "When a device isn't capable of running Windows 11, install the latest Windows 10 feature update",
  ],
  ['installFeatureUpdatesOptional', 'Make available to users as an optional update'],
])

/** Feature updates of Windows: the version that devices are brought to, and when they are offered it. */
export const windowsFeatureUpdateProfiles = defineTypedPolicyType({
  source: 'windowsFeatureUpdateProfiles',
  permission: 'DeviceManagementConfiguration.Read.All',
  licence: 'WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE',
  policyType: 'windowsFeatureUpdateProfile',
  // Microsoft's: its name of the update and the end of its support.
  volatile: ['deployableContentDisplayName', 'endOfSupportDate'],
  label: (propertyPath) => portalNames.get(propertyPath),
  documented: {
    flattened: 'every typed property, the rollout settings one by one',
    secret: 'nothing: these policies hold no secrets',
  },
})

import { uuid } from '../../seed'
import type { Sample } from '../record'

/** A feature update that groups of devices are offered one after the other. */
export const sample: Sample = {
  policy: {
    id: uuid('sample', 'windowsFeatureUpdateProfiles'),
    displayName: 'Windows - Feature update - Sample',
    description: 'Made-up feature update.',
    featureUpdateVersion: 'Windows 11, version 24H2',
    rolloutSettings: {
      offerStartDateTimeInUTC: '2026-03-02T00:00:00Z',
      offerEndDateTimeInUTC: '2026-04-13T00:00:00Z',
      offerIntervalInDays: 7,
    },
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    roleScopeTagIds: ['0'],
    deployableContentDisplayName: 'Windows 11, version 24H2',
    endOfSupportDate: '2027-10-12T00:00:00Z',
    installLatestWindows10OnWindows11IneligibleDevice: true,
    installFeatureUpdatesOptional: false,
    assignments: [],
  },
  policyName: 'Windows - Feature update - Sample',
  policyType: 'windowsFeatureUpdateProfile',
  rows: [
    ['featureUpdateVersion', 'Windows 11, version 24H2'],
    ['rolloutSettings/offerStartDateTimeInUTC', '2026-03-02T00:00:00Z'],
    ['rolloutSettings/offerEndDateTimeInUTC', '2026-04-13T00:00:00Z'],
    ['rolloutSettings/offerIntervalInDays', '7'],
    ['deployableContentDisplayName', 'Windows 11, version 24H2'],
    ['endOfSupportDate', '2027-10-12T00:00:00Z'],
    ['installLatestWindows10OnWindows11IneligibleDevice', 'true'],
    ['installFeatureUpdatesOptional', 'false'],
  ],
  settingNames: [
    'Feature update to deploy',
    'Rollout settings > First group availability',
    'Rollout settings > Final group availability',
    'Rollout settings > Days between groups',
    "When a device isn't capable of running Windows 11, install the latest Windows 10 feature update",
    'Make available to users as an optional update',
  ],
  secrets: [],
}

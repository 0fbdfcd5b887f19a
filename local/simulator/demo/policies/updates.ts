import type { DataObject, Template } from '../template'

const ring = (name: string, group: string, days: DataObject): Template => ({
  collection: 'deviceConfigurations',
  name: `Win - Update ring - ${name}`,
  description: `Windows Update for Business: ${name}.`,
  to: [group, '-SG-Intune-Kiosks'],
  single: true,
  properties: {
    '@odata.type': '#microsoft.graph.windowsUpdateForBusinessConfiguration',
    automaticUpdateMode: 'autoInstallAndRebootAtScheduledTime',
    businessReadyUpdatesOnly: 'userDefined',
    microsoftUpdateServiceAllowed: true,
    driversExcluded: false,
    installationSchedule: {
      '@odata.type': '#microsoft.graph.windowsUpdateActiveHoursInstall',
      activeHoursStart: '07:00:00.0000000',
      activeHoursEnd: '18:00:00.0000000',
    },
    featureUpdatesRollbackWindowInDays: 10,
    updateNotificationLevel: 'restartWarningsOnly',
    userPauseAccess: 'disabled',
    userWindowsUpdateScanAccess: 'enabled',
    ...days,
  },
})

const feature = (
  name: string,
  group: string,
  version: string,
  endOfSupportDate: string,
  rollout: DataObject,
  createdDateTime: string,
): Template => ({
  collection: 'windowsFeatureUpdateProfiles',
  name: `Win - Feature update - ${name}`,
  description: `Devices stay on ${version}.`,
  to: [group],
  single: true,
  properties: {
    createdDateTime,
    featureUpdateVersion: version,
    rolloutSettings: rollout,
    deployableContentDisplayName: version,
    endOfSupportDate,
    installLatestWindows10OnWindows11IneligibleDevice: false,
    installFeatureUpdatesOptional: false,
  },
})

const from = (start: string, end: string | null = null, days: number | null = null) => ({
  offerStartDateTimeInUTC: start,
  offerEndDateTimeInUTC: end,
  offerIntervalInDays: days,
})

export const updates: readonly Template[] = [
  ring('1 Pilot', 'SG-Intune-Windows-Pilot', {
    qualityUpdatesDeferralPeriodInDays: 0,
    featureUpdatesDeferralPeriodInDays: 0,
    deadlineForQualityUpdatesInDays: 2,
    deadlineForFeatureUpdatesInDays: 5,
    deadlineGracePeriodInDays: 1,
  }),
  feature(
    'Windows 11 24H2 - Broad',
    'SG-Intune-Windows-Broad',
    'Windows 11, version 24H2',
    '2027-10-12T00:00:00Z',
    from('2026-02-02T00:00:00Z', '2026-04-27T00:00:00Z', 7),
    '2025-01-13T08:30:00Z',
  ),
  ring('2 Broad', 'SG-Intune-Windows-Broad', {
    qualityUpdatesDeferralPeriodInDays: 7,
    featureUpdatesDeferralPeriodInDays: 0,
    deadlineForQualityUpdatesInDays: 5,
    deadlineForFeatureUpdatesInDays: 7,
    deadlineGracePeriodInDays: 2,
  }),
  feature(
    'Windows 11 25H2 - Pilot',
    'SG-Intune-Windows-Pilot',
    'Windows 11, version 25H2',
    '2028-10-10T00:00:00Z',
    from('2026-03-09T00:00:00Z'),
    '2025-10-06T08:30:00Z',
  ),
  ring('3 Critical devices', 'SG-Dept-Production', {
    qualityUpdatesDeferralPeriodInDays: 14,
    featureUpdatesDeferralPeriodInDays: 60,
    deadlineForQualityUpdatesInDays: 7,
    deadlineForFeatureUpdatesInDays: 14,
    deadlineGracePeriodInDays: 3,
  }),
]

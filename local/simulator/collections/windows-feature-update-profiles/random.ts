import type { JsonObject } from '../../json'
import type { Random } from '../../seed'
import { flatPolicies } from '../../synthetic/flat-policies'

const updates = [
  ['Windows 10, version 22H2', '2025-10-14T00:00:00Z'],
  ['Windows 11, version 23H2', '2026-11-10T00:00:00Z'],
  ['Windows 11, version 24H2', '2027-10-12T00:00:00Z'],
] as const

/** Feature updates that are offered at once, from a day on, or to groups one after the other. */
export const random = flatPolicies({
  stream: 'windowsFeatureUpdateProfiles',
  size: { onTop: 0.04 },
  make: (dice, n) => {
    const [version, endOfSupportDate] = dice.pick(updates)
    return {
      displayName: `Windows - Feature update - ${dice.pick(['Pilot', 'Broad', 'Kiosk', 'Late'])} ${n}`,
      description: dice.pick(['', 'Made-up feature update.']),
      featureUpdateVersion: version,
      rolloutSettings: rollout(dice),
      createdDateTime: '2026-01-05T08:00:00Z',
      lastModifiedDateTime: '2026-02-01T08:00:00Z',
      roleScopeTagIds: ['0'],
      deployableContentDisplayName: version,
      endOfSupportDate,
      installLatestWindows10OnWindows11IneligibleDevice: dice.chance(0.5),
      installFeatureUpdatesOptional: dice.chance(0.3),
    }
  },
})

function rollout(dice: Random): JsonObject | null {
  const day = 1 + dice.int(9)
  const offerStartDateTimeInUTC = `2026-03-0${day}T00:00:00Z`
  switch (dice.int(4)) {
    case 0:
      return null
    case 1:
      return { offerStartDateTimeInUTC: null, offerEndDateTimeInUTC: null, offerIntervalInDays: null }
    case 2:
      return { offerStartDateTimeInUTC, offerEndDateTimeInUTC: null, offerIntervalInDays: null }
    default:
      return {
        offerStartDateTimeInUTC,
        offerEndDateTimeInUTC: `2026-04-1${day}T00:00:00Z`,
        offerIntervalInDays: 1 + dice.int(14),
      }
  }
}

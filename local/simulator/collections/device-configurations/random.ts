import { configurationTypes } from '../../data/device-configuration-properties'
import { fixedPolicy, type Policy } from '../../data/policy'
import type { Json, JsonObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { assignments } from '../../synthetic/assignments'
import { typedValues } from '../../synthetic/typed-values'
import type { RandomPolicies } from '../record'
import { omaSettings } from './random-oma-settings'

const idOf = (seed: number, n: number) => uuid('deviceConfiguration', seed, n)

/** Device configurations, of each type in turn. */
export const random: RandomPolicies = { size: { share: 0.15 }, id: idOf, make }

function make(seed: number, n: number): Policy {
  const dice = diceOf('deviceConfiguration', seed, n)
  const type = configurationTypes[n % configurationTypes.length]!
  const id = idOf(seed, n)
  const item: JsonObject = {
    '@odata.type': `#microsoft.graph.${type}`,
    id,
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    description: dice.chance(0.3) ? 'Kept by the device team' : '',
    displayName: `${labelOf(type)} - ${dice.pick(['Standard', 'Pilot', 'Kiosk', 'Shared'])} ${n}`,
    roleScopeTagIds: ['0'],
    supportsScopeTags: true,
    version: 1 + dice.int(5),
    deviceManagementApplicabilityRuleOsEdition: dice.chance(0.15) ? editionRule : null,
    deviceManagementApplicabilityRuleOsVersion: null,
    deviceManagementApplicabilityRuleDeviceMode: null,
    ...typedValues(type, dice),
    ...own(type, id, n, dice),
  }
  return fixedPolicy(id, item, {
    assignments: assignments('deviceConfiguration', seed, n, id),
    privacyAccessControls: type === 'windows10GeneralConfiguration' ? privacy(id, dice) : [],
  })
}

const editionRule: JsonObject = {
  osEditionTypes: ['windows10Enterprise', 'windows10Education'],
  name: 'Only enterprise',
  ruleType: 'include',
}

function labelOf(type: string): string {
  const platform = /^(windows|ios|macOS|android)/.exec(type)?.[1] ?? ''
  return { windows: 'Win', ios: 'iOS', macOS: 'macOS', android: 'Android' }[platform] ?? 'Any'
}

/** Returns properties that are not in the tables: OMA settings, files, secrets. */
function own(type: string, id: string, n: number, dice: Random): Record<string, Json> {
  if (type === 'macOSCustomConfiguration')
    return { payload: profile(n), payloadFileName: `profile${n}.mobileconfig`, payloadName: `Profile ${n}` }
  if (type.endsWith('CustomConfiguration')) return { omaSettings: omaSettings(id, n, dice) }
  if (type === 'windows10GeneralConfiguration') return { startMenuLayoutXml: dice.chance(0.5) ? null : layout(n) }
  if (/wi-?fi/i.test(type)) return { preSharedKey: dice.chance(0.2) ? null : `psk-${uuid(id, 'psk')}` }
  return {}
}

function layout(n: number): string {
  return Buffer.from(`<LayoutModificationTemplate Version="${n}"/>`).toString('base64')
}

function profile(n: number): string {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>Number</key><integer>${n}</integer></dict></plist>\n`
  return Buffer.from(xml).toString('base64')
}

function privacy(id: string, dice: Random): JsonObject[] {
  const categories = ['accountInfo', 'camera', 'location', 'microphone'] as const
  return categories.slice(0, dice.int(5)).map((dataCategory, i) => ({
    id: uuid(id, 'privacy', i),
    accessLevel: dice.pick(['forceAllow', 'forceDeny', 'userInControl']),
    dataCategory,
    appDisplayName: dice.chance(0.5) ? null : `App ${i}`,
    appPackageFamilyName: dice.chance(0.5) ? null : `Contoso.App${i}_8wekyb3d8bbwe`,
  }))
}

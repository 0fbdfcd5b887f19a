import * as fc from 'fast-check'
import { compliancePolicies } from '../../src/intune/policy-types/compliance-policies/index'
import { configurationPolicies } from '../../src/intune/policy-types/configuration-policies/index'
import { deviceCompliancePolicies } from '../../src/intune/policy-types/device-compliance-policies/index'
import { deviceConfigurations } from '../../src/intune/policy-types/device-configurations/index'
import { intents } from '../../src/intune/policy-types/intents/index'
import type { PolicyType } from '../../src/intune/policy-types/policy-type'
import { settingsOf } from '../intune/flatten/helpers'
import { trees } from '../intune/flatten/trees'

export type Json = Record<string, unknown>

/** One policy as Graph serves it: the list's entry and its navigation properties. */
export interface ServedPolicy {
  entry: Json
  /** Lists below the policy, by their last segment. */
  below: Readonly<Record<string, Json[]>>
}

const id = '0f0f0f0f-0000-4000-8000-00000000000f'

/** Numbers the entries of a list as Graph does. */
export function numbered(list: Json[]): Json[] {
  return list.map((one, i) => ({ ...one, id: String(i) }))
}

/** Property names with characters that are special somewhere. */
const keys = ['a', 'aB', 'a/b', '50%', '%2F', 'i\0', '\ud800', '__proto__', 'value', 'preSharedKey', 'x y']
const type = fc.constantFrom('#microsoft.graph.one', '#microsoft.graph.other')
const scalar = fc.oneof(
  fc.constantFrom(null, false, true, 0, 1, '', 'notConfigured', '\0', '[]'),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer(),
)

/** A type and no interface: `letrec` asks for an index signature. */
type Values = { value: unknown; object: Json }
const { value, object } = fc.letrec<Values>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
    fc.tuple(type, tie('object')).map(([name, inner]) => ({ '@odata.type': name, ...inner })),
  ),
  object: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
}))

const action = fc.record({
  id: fc.uuid(),
  actionType: fc.constantFrom('block', 'notification', 'retire'),
  gracePeriodHours: fc.constantFrom(0, 24, 72),
  notificationTemplateId: fc.constantFrom('', 't'),
  notificationMessageCCList: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
})
const rule = fc.record({
  ruleName: fc.constantFrom(null, 'PasswordRequired'),
  scheduledActionConfigurations: fc.array(action, { maxLength: 4 }),
})
const rules = fc.array(rule, { maxLength: 2 }).map(numbered)

const omaSetting = fc.record({
  '@odata.type': fc.constantFrom('omaSettingString', 'omaSettingInteger', 'omaSettingStringXml', 'omaSettingBase64'),
  omaUri: fc.constantFrom('./a', './a/b', './50%', 'A', './a//2', './\0'),
  displayName: fc.constantFrom('', 'Name'),
  description: fc.constantFrom(null, 'Text'),
  isEncrypted: fc.boolean(),
  secretReferenceValueId: fc.constantFrom(null, 'x_y_z'),
  value: fc.oneof(scalar, fc.constantFrom('****', 'PGEvPg==', 'eyJSdWxlcyI6W119')),
})

const definitionIds = ['deviceConfiguration--t_a', 'deviceConfiguration--t_b', 'd/50%', 'other--i\0', '__proto__']
const intentSetting = fc
  .tuple(fc.constantFrom(...definitionIds), value)
  .map(([definitionId, served]) => ({ definitionId, valueJson: JSON.stringify(served) }))
const intentSettings = fc.uniqueArray(intentSetting, { selector: (one) => one.definitionId, maxLength: 4 })

const settings = trees.map((tree) => settingsOf(...tree) as Json[])
const typed = (name: string) => object.map((set) => ({ ...set, '@odata.type': name, id, displayName: 'P', version: 1 }))

/** Every way of flattening, with policies that are stranger than any that Graph sends. */
export const randomPolicies: { policyType: PolicyType; served: fc.Arbitrary<ServedPolicy> }[] = [
  {
    policyType: configurationPolicies,
    served: settings.map((list) => ({
      entry: { id, name: 'P', settingCount: list.length, assignments: [], lastModifiedDateTime: 'then' },
      below: { settings: list },
    })),
  },
  {
    policyType: deviceConfigurations,
    served: fc
      .tuple(typed('#microsoft.graph.windows10CustomConfiguration'), fc.array(omaSetting, { maxLength: 4 }))
      .map(([entry, omaSettings]) => ({ entry: { ...entry, omaSettings, assignments: [] }, below: {} })),
  },
  {
    policyType: deviceCompliancePolicies,
    served: fc
      .tuple(typed('#microsoft.graph.windows10CompliancePolicy'), rules)
      .map(([entry, scheduledActionsForRule]) => ({
        entry: { ...entry, scheduledActionsForRule, assignments: [] },
        below: {},
      })),
  },
  {
    policyType: compliancePolicies,
    served: fc.tuple(settings, rules).map(([list, scheduledActionsForRule]) => ({
      entry: { id, name: 'P', settingCount: list.length },
      below: { settings: list, assignments: [], scheduledActionsForRule },
    })),
  },
  {
    policyType: intents,
    served: intentSettings.map((list) => ({
      entry: { id, displayName: 'P', templateId: 't' },
      below: { settings: numbered(list), assignments: [] },
    })),
  },
]

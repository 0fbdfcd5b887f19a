import type { Json, JsonObject } from '../json'
import { type Random, random, uuid } from '../seed'
import type { Spec } from './catalog'

const type = (name: string) => `#microsoft.graph.deviceManagementConfiguration${name}`

const words = [
  'contoso',
  'https://intranet.contoso.com/start',
  'C:\\Program Files\\Contoso\\agent.exe',
  'Zürich – Straße 😀',
  '<enabled/><data id="a" value="1"/>',
  '<p>Please <b>lock</b> your device &amp; call IT.</p>',
  'PD94bWwgdmVyc2lvbj0iMS4wIj8+PHBsaXN0PjxkaWN0Lz48L3BsaXN0Pg==',
  'S-1-5-32-544',
  '10.0.0.0/8',
  'alpha;beta',
]

/** How the values of a policy are written. */
export interface ValueStyle {
  /** Values have no `@odata.type` but `auditRuleInformation`, as Graph returns them after a PUT. */
  bare: boolean
  /** Texts that are difficult for databases and indexes. */
  odd: boolean
}

/** Creates a setting of this definition with random values. */
export function instance(spec: Spec, dice: Random, style: ValueStyle): JsonObject {
  const base: JsonObject = {
    '@odata.type': type(`${instanceTypes[spec.kind]}Instance`),
    settingDefinitionId: spec.usedId,
    settingInstanceTemplateReference: null,
  }
  const value = (name: string, fields: JsonObject): JsonObject => ({
    ...(style.bare ? { auditRuleInformation: null } : { '@odata.type': type(name) }),
    settingValueTemplateReference: null,
    ...fields,
  })
  const children = (chance = 1): Json[] =>
    spec.children.filter(() => dice.chance(chance)).map((child) => instance(child, dice, style))
  const group = (): JsonObject => value('GroupSettingValue', { children: children() })
  const choice = (): JsonObject =>
    value('ChoiceSettingValue', { value: `${spec.id}_${dice.int(3)}`, children: children(0.8) })
  const text = (): JsonObject => value('StringSettingValue', { value: word(dice, style.odd) })
  switch (spec.kind) {
    case 'choice':
    case 'choiceWithChildren':
      return { ...base, choiceSettingValue: choice() }
    case 'string':
      return { ...base, simpleSettingValue: text() }
    case 'integer':
      return { ...base, simpleSettingValue: value('IntegerSettingValue', { value: dice.int(1000) - 10 }) }
    case 'secret':
      return {
        ...base,
        simpleSettingValue: value('SecretSettingValue', {
          value: uuid('secret', dice.int(1e9)),
          valueState: 'encryptedValueToken',
        }),
      }
    case 'reference':
      return {
        ...base,
        simpleSettingValue: value('ReferenceSettingValue', {
          value: uuid('reusable', dice.int(20)),
          note: dice.chance(0.3) ? 'Kept by the network team' : null,
        }),
      }
    case 'stringCollection':
      return { ...base, simpleSettingCollectionValue: times(dice.int(5), text) }
    case 'choiceCollection':
      return { ...base, choiceSettingCollectionValue: times(dice.int(4), choice) }
    case 'group':
      return { ...base, groupSettingValue: dice.chance(0.1) ? value('GroupSettingValue', { children: [] }) : group() }
    case 'singleGroupCollection':
    case 'deepGroup':
      return { ...base, groupSettingCollectionValue: [group()] }
    case 'groupCollection':
      return { ...base, groupSettingCollectionValue: times(dice.int(4), group) }
  }
}

const instanceTypes: Record<Spec['kind'], string> = {
  choice: 'ChoiceSetting',
  choiceWithChildren: 'ChoiceSetting',
  string: 'SimpleSetting',
  integer: 'SimpleSetting',
  secret: 'SimpleSetting',
  reference: 'SimpleSetting',
  stringCollection: 'SimpleSettingCollection',
  choiceCollection: 'ChoiceSettingCollection',
  group: 'GroupSetting',
  groupCollection: 'GroupSettingCollection',
  singleGroupCollection: 'GroupSettingCollection',
  deepGroup: 'GroupSettingCollection',
}

function times(n: number, make: () => JsonObject): Json[] {
  return Array.from({ length: n }, make)
}

function word(dice: Random, odd: boolean): string {
  if (odd && dice.chance(0.2)) return `before\u0000after ${'x'.repeat(dice.int(12_000))}`
  const text = dice.pick(words)
  return dice.chance(0.1) ? text.repeat(40) : `${text} ${dice.int(10_000)}`
}

/** Returns the random generator for one setting of one policy. */
export function diceFor(seed: number, policy: number, setting: number): Random {
  return random('setting', seed, policy, setting)
}

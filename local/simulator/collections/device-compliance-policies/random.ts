import { complianceChoices, complianceProperties } from '../../data/compliance-properties'
import { fixedPolicy, type Policy } from '../../data/policy'
import type { PropertyKind } from '../../data/property-table'
import type { Json, JsonObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { assignments } from '../../synthetic/assignments'
import { rule } from '../../synthetic/scheduled-actions'
import type { RandomPolicies } from '../record'

const kinds = [
  ['windows10CompliancePolicy', 'Win'],
  ['macOSCompliancePolicy', 'macOS'],
  ['iosCompliancePolicy', 'iOS'],
  ['androidDeviceOwnerCompliancePolicy', 'Android'],
  ['androidWorkProfileCompliancePolicy', 'Android'],
  ['aospDeviceOwnerCompliancePolicy', 'AOSP'],
] as const

const idOf = (seed: number, n: number) => uuid('compliance', seed, n)

/** Compliance policies with every property of their type. */
export const random: RandomPolicies = { size: { share: 0.15 }, id: idOf, make }

function make(seed: number, n: number): Policy {
  const dice = diceOf('compliance', seed, n)
  const [type, label] = dice.pick(kinds)
  const id = idOf(seed, n)
  const properties: JsonObject = {}
  for (const [name, { kind }] of complianceProperties(type) ?? []) properties[name] = value(name, kind, dice)
  const item: JsonObject = {
    '@odata.type': `#microsoft.graph.${type}`,
    id,
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    description: '',
    displayName: `${label} - Compliance - ${dice.pick(['Baseline', 'Password', 'Encryption', 'Strict'])} ${n}`,
    roleScopeTagIds: ['0'],
    version: 1 + dice.int(5),
    ...properties,
  }
  return fixedPolicy(id, item, {
    assignments: assignments('compliance', seed, n, id),
    scheduledActionsForRule: [rule(id, dice)],
  })
}

function value(name: string, kind: PropertyKind, dice: Random): Json {
  switch (kind) {
    case 'b':
      return dice.chance(0.4)
    case 'n':
      return dice.chance(0.6) ? null : dice.int(60)
    case 's':
    case 'd':
      return dice.chance(0.6) ? null : `10.0.${dice.int(30_000)}`
    case 'e': {
      const choices = complianceChoices(name)
      return dice.chance(0.5) ? choices[0]! : dice.pick(choices)
    }
    case 'l':
      return dice.chance(0.5) ? [] : listOf(name, dice)
    case 'o':
    case 'a':
      return dice.chance(0.7) ? null : { deviceComplianceScriptId: uuid(name, dice.int(9)), rulesContent: rules }
  }
}

const rules = Buffer.from(
  '{"Rules":[{"SettingName":"BiosVersion","Operator":"GreaterEquals","Operand":"2.3"}]}',
).toString('base64')

function listOf(name: string, dice: Random): Json[] {
  switch (name) {
    case 'validOperatingSystemBuildRanges':
      return [
        { description: 'Windows 11', lowestVersion: '10.0.22631.1', highestVersion: `10.0.22631.${dice.int(5000)}` },
        { description: '', lowestVersion: '10.0.26100.1', highestVersion: '10.0.26100.9999' },
      ]
    case 'wslDistributions':
      return [{ distribution: 'Ubuntu', minimumOSVersion: '22.04', maximumOSVersion: null }]
    case 'localActions':
      return ['remoteLock', 'resetPasscode']
    default:
      return [
        {
          '@odata.type': '#microsoft.graph.appListItem',
          name: `App ${dice.int(9)}`,
          publisher: 'Contoso',
          appId: null,
        },
      ]
  }
}

import { complianceProperties } from '../data/compliance-properties'
import type { Policy } from '../data/policy'
import type { PropertyKind } from '../data/property-table'
import { toPolicy } from '../data/stored-policy'
import type { Json, JsonObject } from '../json'
import { type Random, random, uuid } from '../seed'
import { assignments } from './assignments'

const kinds = [
  ['windows10CompliancePolicy', 'Win'],
  ['macOSCompliancePolicy', 'macOS'],
  ['iosCompliancePolicy', 'iOS'],
  ['androidDeviceOwnerCompliancePolicy', 'Android'],
  ['androidWorkProfileCompliancePolicy', 'Android'],
  ['aospDeviceOwnerCompliancePolicy', 'AOSP'],
] as const

export const complianceId = (seed: number, n: number) => uuid('compliance', seed, n)

/** Creates the n-th compliance policy of a synthetic tenant, with every property of its type. */
export function compliancePolicy(seed: number, n: number): Policy {
  const dice = random('compliance', seed, n)
  const [type, label] = dice.pick(kinds)
  const id = complianceId(seed, n)
  const properties: JsonObject = {}
  for (const [name, { kind }] of complianceProperties(type) ?? []) properties[name] = value(name, kind, dice)
  const listed: JsonObject = {
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
  return toPolicy(listed, { assignments: assignments('compliance', seed, n, id), actions: [rule(id, dice)] })
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
      const choices = choicesOf(name)
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

/** Returns the values of an enumeration; the first means "not set". */
export function choicesOf(name: string): readonly string[] {
  if (name.endsWith('SecurityLevel')) return ['unavailable', 'secured', 'low', 'medium', 'high']
  if (name.endsWith('RequiredType')) return ['deviceDefault', 'alphanumeric', 'numeric']
  if (name.endsWith('Complexity')) return ['none', 'low', 'medium', 'high']
  if (name.endsWith('EvaluationType')) return ['basic', 'hardwareBacked']
  return ['notConfigured', 'macAppStore', 'macAppStoreAndIdentifiedDevelopers', 'anywhere']
}

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

/** Creates the rule of a compliance policy: actions for a device that does not comply, with delays. */
export function rule(id: string, dice: Random): JsonObject {
  const actions: JsonObject[] = [action(id, 0, 'block', 0)]
  if (dice.chance(0.5)) actions.push(action(id, 1, 'notification', 24, ['it@contoso.com']))
  if (dice.chance(0.2)) actions.push(action(id, 2, 'notification', 72))
  if (dice.chance(0.1)) actions.push(action(id, 3, 'retire', 720))
  return { id: uuid(id, 'rule'), ruleName: 'PasswordRequired', scheduledActionConfigurations: actions }
}

function action(
  id: string,
  n: number,
  actionType: string,
  gracePeriodHours: number,
  recipients: string[] = [],
): JsonObject {
  const template = actionType === 'notification' ? uuid('template', n) : '00000000-0000-0000-0000-000000000000'
  return {
    id: uuid(id, 'action', n),
    gracePeriodHours,
    actionType,
    notificationTemplateId: template,
    notificationMessageCCList: recipients,
  }
}

import { configurationTable } from '../../data/device-configuration-properties'
import { entriesOf, lazyPolicy, type Policy } from '../../data/policy'
import type { Property, PropertyKind } from '../../data/property-table'
import { type Json, type JsonObject, isObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { assignments } from '../../synthetic/assignments'
import { typedValue } from '../../synthetic/typed-values'
import type { RandomPolicies } from '../record'

const idOf = (seed: number, n: number) => uuid('intent', seed, n)

/** Intents of every template; settings are made when they are read. */
export const random: RandomPolicies = { size: { share: 0.1 }, id: idOf, make }

const prefix = 'deviceConfiguration--'

interface Spec {
  definitionId: string
  property: Property
}

const specs: readonly Spec[] = [
  'windows10EndpointProtectionConfiguration',
  'windowsUpdateForBusinessConfiguration',
  'windows10GeneralConfiguration',
].flatMap((type) =>
  [...configurationTable(type)].map(([name, property], i) => {
    const definitionId = `${prefix}${type}_${name}`
    return {
      definitionId: i % 19 === 7 ? definitionId.toLowerCase() : definitionId, // some differ from the catalog in case
      property,
    }
  }),
)

/** The first intent starts here, so that it has every kind of value. */
const firstStart = specs.findIndex(({ definitionId }) => /_firewallRules$/i.test(definitionId))

const templates = ['Disk encryption', 'Attack surface reduction', 'Firewall', 'Security baseline'] as const

const templateId = (name: string) => uuid('intent template', name)

/** Names of the templates of random intents, by id. */
export const templateNames: ReadonlyMap<string, string> = new Map(templates.map((name) => [templateId(name), name]))

function make(seed: number, n: number): Policy {
  const dice = diceOf('intent', seed, n)
  const template = dice.pick(templates)
  const id = idOf(seed, n)
  const settingCount = countOf(n, dice)
  const start = n === 0 ? firstStart : dice.int(specs.length)
  const setting = (i: number) =>
    instance(specs[(start + i) % specs.length]!, uuid(id, 'setting', i), diceOf('intent setting', seed, n, i))
  const own = assignments('intent', seed, n, id)
  const item: JsonObject = {
    id,
    displayName: `${template} - ${dice.pick(['Standard', 'Pilot', 'Servers'])} ${n}`,
    description: '',
    isAssigned: own.length > 0,
    isMigratingToConfigurationPolicy: dice.chance(0.1),
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    roleScopeTagIds: ['0'],
    templateId: templateId(template),
  }
  return lazyPolicy(id, () => item, {
    assignments: () => entriesOf(own),
    settings: () => ({ size: settingCount, at: setting }),
  })
}

/** The first intent has more than one page, so that small tenants have one too; a few have no settings. */
function countOf(n: number, dice: Random): number {
  const roll = dice.next()
  if (n === 0) return 30 + dice.int(16)
  if (roll < 0.05) return 0
  return roll < 0.8 ? 1 + dice.int(20) : 26 + dice.int(60)
}

const kindNames: Readonly<Record<PropertyKind, string>> = {
  b: 'Boolean',
  n: 'Integer',
  s: 'String',
  d: 'String',
  e: 'String',
  l: 'Collection',
  o: 'Complex',
  a: 'AbstractComplex',
}

function instance({ definitionId, property }: Spec, id: string, dice: Random): JsonObject {
  const { kind, of } = property
  const found = dice.chance(0.15) ? null : withoutTypes(typedValue(property, dice))
  const abstract = kind === 'a' // the value contains its type
  const implementation = abstract ? { $implementationId: `${prefix}${of}` } : {}
  const value: Json = isObject(found) ? { ...implementation, ...found } : found
  return {
    '@odata.type': `#microsoft.graph.deviceManagement${kindNames[kind]}SettingInstance`,
    id,
    definitionId,
    valueJson: JSON.stringify(value),
    ...(abstract && { implementationId: isObject(value) ? `${prefix}${of}` : null }),
    ...(!'loa'.includes(kind) && { value }), // Graph returns scalars twice
  }
}

function withoutTypes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTypes)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '@odata.type')
      .map(([key, inner]) => [key, withoutTypes(inner)]),
  )
}

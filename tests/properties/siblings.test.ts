import * as fc from 'fast-check'
import { simple, string } from '../intune/flatten/helpers'
import { type Held, type Json, kinds, numbered } from './policies'
import { type Random, readFull, rowsOf } from './serve'

const NEW = 'the new one'
const newSetting = simple(NEW, string('new'))
const chances = fc.infiniteStream(fc.nat(1_000_000)).map(
  (stream): Random =>
    (n) =>
      stream.next().value % n,
)

/** What one more of a kind does to a policy. */
type Addition = (held: Held, random: Random) => Held

function inserted<T>(list: readonly T[], one: T, random: Random): T[] {
  return list.toSpliced(random(list.length + 1), 0, one)
}

const settings = ({ below }: Held) => below['settings'] ?? []

/** A list that lies below the policy, or stands in the list's entry. */
function withList(held: Held, name: string, list: Json[]): Held {
  const { entry, below } = held
  const counted = 'settingCount' in entry && name === 'settings' ? { settingCount: list.length } : {}
  return name in below
    ? { entry: { ...entry, ...counted }, below: { ...below, [name]: list } }
    : { entry: { ...entry, [name]: list }, below }
}

const addition: Record<string, Addition> = {
  setting: (held, random) =>
    withList(held, 'settings', numbered(inserted(settings(held), { settingInstance: newSetting }, random))),
  child: (held, random) => {
    const copy = structuredClone(settings(held))
    const parents = [...objectsIn(copy)].filter((object) => Array.isArray(object['children']))
    const parent = parents[random(Math.max(parents.length, 1))]
    if (parent) parent['children'] = inserted(parent['children'] as Json[], newSetting, random)
    return withList(held, 'settings', copy)
  },
  'intent setting': (held, random) =>
    withList(held, 'settings', numbered(inserted(settings(held), { definitionId: NEW, valueJson: '"new"' }, random))),
  'action of another kind': (held, random) => {
    const name = 'scheduledActionsForRule'
    const rules = (held.below[name] ?? held.entry[name]) as Json[]
    const rule = { id: 'r', scheduledActionConfigurations: [{ id: 'a', actionType: NEW, gracePeriodHours: 48 }] }
    return withList(held, name, inserted(rules, rule, random))
  },
  'OMA setting': (held, random) => {
    const one = { '@odata.type': '#microsoft.graph.omaSettingString', omaUri: `./${NEW}`, displayName: 'n', value: 'v' }
    return withList(held, 'omaSettings', inserted(held.entry['omaSettings'] as Json[], one, random))
  },
  'typed property': ({ entry, below }) => ({ entry: { [NEW]: { deep: [{ x: 1 }] }, ...entry }, below }),
}

function* objectsIn(value: unknown): Iterable<Json> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Json
  for (const inner of Object.values(value)) yield* objectsIn(inner)
}

const cases: [source: string, what: string][] = [
  ['configurationPolicies', 'setting'],
  ['configurationPolicies', 'child'],
  ['compliancePolicies', 'setting'],
  ['compliancePolicies', 'child'],
  ['compliancePolicies', 'action of another kind'],
  ['deviceCompliancePolicies', 'action of another kind'],
  ['deviceCompliancePolicies', 'typed property'],
  ['deviceConfigurations', 'typed property'],
  ['deviceConfigurations', 'OMA setting'],
  ['intents', 'intent setting'],
]

test.each(cases)('%s: one more %s changes no other setting’s path or value', async (source, what) => {
  const kind = kinds.find(({ policyType }) => policyType.source === source)
  const add = addition[what]
  if (!kind || !add) throw new Error(`nothing is known of ${source} or of ${what}`)
  const { policyType, held } = kind
  const rows = async (policy: Held) => {
    const all = rowsOf(policyType, await readFull(policyType, policy)).map(({ path, value, raw }) => [path, value, raw])
    // what says that there is nothing says so no longer
    return all.filter(([path = '', , raw]) => raw !== '[]' && !path.includes(NEW))
  }
  await fc.assert(
    fc.asyncProperty(held, chances, async (policy, random) => {
      expect(await rows(add(policy, random))).toEqual(await rows(policy))
    }),
    { numRuns: 150 },
  )
})

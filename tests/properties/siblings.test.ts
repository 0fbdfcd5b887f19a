import * as fc from 'fast-check'
import { simple, string } from '../intune/flatten/helpers'
import { type ServedPolicy, type Json, randomPolicies, numbered } from './policies'
import { type Random, readFull, rowsOf } from './serve'

const NEW = 'the new one'
const newSetting = simple(NEW, string('new'))
const chances = fc.infiniteStream(fc.nat(1_000_000)).map(
  (stream): Random =>
    (n) =>
      stream.next().value % n,
)

/** Adds one more setting of a kind to a policy. */
type Addition = (served: ServedPolicy, random: Random) => ServedPolicy

function inserted<T>(list: readonly T[], one: T, random: Random): T[] {
  return list.toSpliced(random(list.length + 1), 0, one)
}

const settings = ({ below }: ServedPolicy) => below['settings'] ?? []

/** Replaces a list below the policy or in its list entry. */
function withList(served: ServedPolicy, name: string, list: Json[]): ServedPolicy {
  const { entry, below } = served
  const counted = 'settingCount' in entry && name === 'settings' ? { settingCount: list.length } : {}
  return name in below
    ? { entry: { ...entry, ...counted }, below: { ...below, [name]: list } }
    : { entry: { ...entry, [name]: list }, below }
}

const addition: Record<string, Addition> = {
  setting: (served, random) =>
    withList(served, 'settings', numbered(inserted(settings(served), { settingInstance: newSetting }, random))),
  child: (served, random) => {
    const copy = structuredClone(settings(served))
    const parents = [...objectsIn(copy)].filter((object) => Array.isArray(object['children']))
    const parent = parents[random(Math.max(parents.length, 1))]
    if (parent) parent['children'] = inserted(parent['children'] as Json[], newSetting, random)
    return withList(served, 'settings', copy)
  },
  'intent setting': (served, random) =>
    withList(
      served,
      'settings',
      numbered(inserted(settings(served), { definitionId: NEW, valueJson: '"new"' }, random)),
    ),
  'action of another kind': (served, random) => {
    const name = 'scheduledActionsForRule'
    const rules = (served.below[name] ?? served.entry[name]) as Json[]
    const rule = { id: 'r', scheduledActionConfigurations: [{ id: 'a', actionType: NEW, gracePeriodHours: 48 }] }
    return withList(served, name, inserted(rules, rule, random))
  },
  'OMA setting': (served, random) => {
    const one = { '@odata.type': '#microsoft.graph.omaSettingString', omaUri: `./${NEW}`, displayName: 'n', value: 'v' }
    return withList(served, 'omaSettings', inserted(served.entry['omaSettings'] as Json[], one, random))
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
  const kind = randomPolicies.find(({ policyType }) => policyType.source === source)
  const add = addition[what]
  if (!kind || !add) throw new Error(`nothing is known of ${source} or of ${what}`)
  const { policyType, served } = kind
  const rows = async (policy: ServedPolicy) => {
    const all = rowsOf(policyType, await readFull(policyType, policy)).map(({ path, value, raw }) => [path, value, raw])
    // rows of empty groups disappear when something is added
    return all.filter(([path = '', , raw]) => raw !== '[]' && !path.includes(NEW))
  }
  await fc.assert(
    fc.asyncProperty(served, chances, async (policy, random) => {
      expect(await rows(add(policy, random))).toEqual(await rows(policy))
    }),
    { numRuns: 150 },
  )
})

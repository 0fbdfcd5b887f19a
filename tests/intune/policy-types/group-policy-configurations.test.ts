import { groupPolicyConfigurations as collection } from '../../../local/simulator/collections/group-policy-configurations/index'
import { takeEntries } from '../../../local/simulator/data/policy'
import { objects } from '../../../local/simulator/json'
import { contentHash } from '../../../src/intune/policy-types/content-hash'
import { groupPolicyConfigurations as type } from '../../../src/intune/policy-types/group-policy-configurations/index'
import type { FullPolicy } from '../../../src/intune/stored/full-policy'
import { fingerprint } from '../flatten/helpers'
import { fakeGraph } from './fake-graph'

type Json = Record<string, unknown>

const own = 'deviceManagement/groupPolicyConfigurations/the-id'
const fieldsOf = (id: string) => `${own}/definitionValues/${id}/presentationValues`
const about = (id: string, more: Json = {}) => ({
  id,
  classType: 'machine',
  displayName: 'D',
  categoryPath: '\\C',
  ...more,
})
const setting = (id: string, definition: Json, presentationValues: Json[] = []) =>
  ({ id, enabled: true, definition, presentationValues }) // prettier-ignore
const field = (value: Json, presentation: Json = {}) => ({
  id: 'f',
  ...value,
  presentation: { '@odata.type': '#microsoft.graph.groupPolicyPresentationTextBox', id: 'p', label: 'L:', ...presentation },
}) // prettier-ignore
const policyOf = (...definitionValues: Json[]): FullPolicy => ({ id: 'the-id', definitionValues })
const rowsOf = (full: FullPolicy) => type.flatten(full, () => undefined, fingerprint)
const only = (value: Json, presentation?: Json) =>
  rowsOf(policyOf(setting('v', about('d'), [field(value, presentation)])))[1]

function read(lists: Parameters<typeof fakeGraph>[0]) {
  const { graph, batches, asked } = fakeGraph(lists)
  const listed = type.parse({ id: 'the-id', displayName: 'x', assignments: [] })
  return { batches, asked, policy: type.readFull(listed, graph) }
}

const two = ['1', '2'].map((n) => ({ id: `v${n}`, enabled: true, definition: about(`d${n}`) }))

test('the fields of all settings are read in $batches, each list to its last page', async () => {
  const many = [field({ id: 'a', value: 1 }, { id: 'p1' }), field({ id: 'b', value: 2 }, { id: 'p2' })]
  const { policy, batches, asked } = read({
    [`${own}/definitionValues`]: [two.slice(0, 1), two.slice(1)],
    [fieldsOf('v1')]: [many.slice(0, 1), many.slice(1)],
    [fieldsOf('v2')]: [[]],
  })
  const definitionValues = [
    { ...two[0], presentationValues: many },
    { ...two[1], presentationValues: [] },
  ]
  expect(await policy).toEqual({ full: { id: 'the-id', displayName: 'x', definitionValues }, assignments: [] })
  expect(batches).toEqual([[fieldsOf('v1'), fieldsOf('v2')]])
  expect(asked.map(({ query }) => query?.['$expand'])).toEqual(['definition', 'presentation', 'presentation'])
})

test.each<[string, Parameters<typeof fakeGraph>[0], string]>([
  ['fields that cannot be read', { [fieldsOf('v2')]: 500 }, 'graph.unavailable'],
  ['settings that cannot be read', { [`${own}/definitionValues`]: 403 }, 'graph.forbidden'],
  ['a setting without definition', { [`${own}/definitionValues`]: [[two[0], { id: 'v2' }]] }, 'sync.incomplete'],
  ['a field without presentation', { [fieldsOf('v1')]: [[{ id: 'f', value: 1 }]] }, 'sync.incomplete'],
  ['a setting that was renewed between two pages', { [`${own}/definitionValues`]: [[two[0]], [{ ...two[0], id: 'v2' }]] }, 'sync.incomplete'],
  ['an entry that is none', { [`${own}/definitionValues`]: [[two[0], null]] }, 'sync.incomplete'],
])('%s: the policy fails', async (_, lists, code) => {
  const good = { [`${own}/definitionValues`]: [two], [fieldsOf('v1')]: [[]], [fieldsOf('v2')]: [[]] }
  await expect(read({ ...good, ...lists }).policy).rejects.toEqual(expect.objectContaining({ code }))
}) // prettier-ignore

test('what Graph renews and what describes a setting is no change; what an administrator sets is one', () => {
  const hash = (value: Json) => contentHash(type, policyOf(value))
  const fields = [field({ value: 'x' })]
  const before = hash(setting('v', about('d'), fields))
  const later = { createdDateTime: 'later', lastModifiedDateTime: 'later' }
  const renewed = [{ ...field({ value: 'x' }, { label: 'Other', items: [], ...later }), id: 'other', ...later }]
  expect(hash({ ...setting('other', about('d', { displayName: 'E', ...later }), renewed), ...later })).toBe(before)
  for (const edited of [
    { ...setting('v', about('d'), fields), enabled: false },
    { ...setting('v', about('d'), fields), configurationType: 'preference' },
    setting('v', about('e'), fields),
    setting('v', about('d'), [field({ value: 'y' })]),
    setting('v', about('d'), [field({ value: 'x' }, { id: 'q' })]),
    setting('v', about('d')),
  ])
    expect(hash(edited)).not.toBe(before)
})

test('names: one definition for computers and users; labels without colon; fields without label', () => {
  const fields = [field({ value: 1 }), field({ value: 2 }, { id: 'q', label: ' : ' })]
  const user = about('u', { classType: 'user', categoryPath: null })
  const full = policyOf(setting('v', about('d'), fields), setting('w', user), setting('x', about('e', { displayName: '' })))
  expect(rowsOf(full).map(({ path, name, category }) => [path, name, category])).toEqual([
    ['definitionValues/d', 'D (Computer\\C)', 'Computer\\C'],
    ['definitionValues/d/p', 'D > L', 'Computer\\C'],
    ['definitionValues/d/q', 'D > Text box', 'Computer\\C'],
    ['definitionValues/e', 'e', 'Computer\\C'],
    ['definitionValues/u', 'D (User)', 'User'],
  ])
}) // prettier-ignore

test.each<[Json, Json, [string, string, string]]>([
  [{ value: '1' }, { items: [{ displayName: 'One', value: '1' }] }, ['One', 'choice', '"1"']],
  [{ value: 1 }, { items: [{ displayName: 'One', value: '1' }] }, ['One', 'choice', '1']],
  [{ value: '2' }, { items: [{ displayName: 'One', value: '1' }] }, ['2', 'string', '"2"']],
  [{ value: null }, {}, ['', 'empty', 'null']],
  [{ values: [] }, {}, ['[]', 'array', '[]']],
  [{ values: ['b', 'a'] }, {}, ['["b","a"]', 'array', '["b","a"]']],
  [
    { values: [{ name: 'n', value: 'v' }, { name: 'n', value: '' }, { name: null, value: 'v' }] },
    {},
    ['["n = v","n","v"]', 'array', '[{"name":"n","value":"v"},{"name":"n","value":""},{"name":null,"value":"v"}]'],
  ],
])('%j of a field with %j is shown as %j', (value, presentation, [shown, valueType, raw]) => {
  expect(only(value, presentation)).toMatchObject({ value: shown, valueType, raw })
}) // prettier-ignore

test.each([{}, { value: { deep: 1 } }, { values: [['x']] }, { values: [{ name: {} }] }, { values: 'x' }])(
  'a field of an unknown form (%j) makes the policy unreadable',
  (value) => {
    expect(() => only(value)).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
  },
)

test('random policies have every kind of field, several pages, disabled settings and none', () => {
  const policies = Array.from({ length: 100 }, (_, n) => takeEntries(collection.random.make(1, n, false).list('definitionValues'))) // prettier-ignore
  const sizes = policies.map((values) => values.length)
  expect([Math.min(...sizes), Math.max(...sizes) > 25]).toEqual([0, true])
  const all = policies.flat()
  expect(new Set(all.map(({ enabled }) => enabled)).size).toBe(2)
  const fields = all.flatMap((value) => objects(value['presentationValues']))
  expect(new Set(fields.map((one) => one['@odata.type'])).size).toBe(6)
  expect(new Set(fields.flatMap((one) => objects([one['presentation']!])).map((one) => one['@odata.type'])).size).toBe(
    7,
  )
})

test.each([
  ['settings', [[{ ...two[0] }, { ...two[1], id: 'v1' }]]],
  ['settings with an id that no path can have', [[two[0], { ...two[1], id: '..' }]]],
  ['settings with an id that is no text', [[two[0], { ...two[1], id: 'v\ud800' }]]],
])('%s: no setting of another definition is lost because of its own id', async (_what, pages) => {
  const fields = { [fieldsOf('v1')]: [[]], [fieldsOf('v2')]: [[]] }
  const { policy } = read({ [`${own}/definitionValues`]: pages, ...fields })
  const ended = await policy.then(
    ({ full }) => (full['definitionValues'] as unknown[]).length,
    (error: { code?: string }) => error.code,
  )
  expect([2, 'sync.incomplete']).toContain(ended)
})

test('an entry that comes twice on two pages is one setting', async () => {
  const lists = { [`${own}/definitionValues`]: [two, two.slice(1)], [fieldsOf('v1')]: [[]], [fieldsOf('v2')]: [[]] }
  expect((await read(lists).policy).full['definitionValues']).toHaveLength(2)
})

test('a field that Graph leaves empty is an empty value, and an item that is none is passed over', () => {
  const empty = only({ '@odata.type': '#x', values: null }, { items: [null, { displayName: 'One', value: '1' }] })
  expect(empty).toMatchObject({ value: '', raw: 'null' })
  expect(only({ value: '1' }, { items: [null, { displayName: 'One', value: '1' }] })).toMatchObject({ value: 'One' })
})

import { flattenIntent } from '../../../src/intune/flatten/intent'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'
import { definition, fingerprint, findDefinitionIn, noDefinitions } from './helpers'

const shape = { metadata: new Set<string>(), secret: new Set(['preSharedKey']) }
const prefix = 'deviceConfiguration--windows10EndpointProtectionConfiguration'
const setting = (definitionId: string, value: unknown) => ({ id: '1', definitionId, valueJson: JSON.stringify(value) })

function rowsOf(settings: unknown, findDefinition: FindDefinition = noDefinitions) {
  return flattenIntent(settings, shape, findDefinition, fingerprint)
}

function table(settings: unknown, findDefinition?: FindDefinition) {
  return rowsOf(settings, findDefinition).map((row) => [row.path, row.name, row.valueType, row.value, row.raw])
}

test('plain values and lists of them have one row, null has none', () => {
  const id = (property: string) => `${prefix}_${property}`
  expect(
    table([setting(id('c'), null), setting(id('b'), ['x', 'y']), setting(id('a'), false), setting(id('d'), 5)]),
  ).toEqual([
    [id('a'), 'A', 'boolean', 'false', 'false'],
    [id('b'), 'B', 'array', '["x","y"]', '["x","y"]'],
    [id('d'), 'D', 'number', '5', '5'],
  ])
})

test('objects and lists of objects become leaf rows; `raw` is the JSON of the value, not of its text', () => {
  const value = [
    { displayName: 'In', ports: ['80'], gone: null },
    { displayName: 'Out', nested: { deep: 1 } },
  ]
  expect(table([setting(`${prefix}_firewallRules`, value)])).toEqual([
    [`${prefix}_firewallRules/0/displayName`, 'Firewall rules [1] > Display name', 'string', 'In', '"In"'],
    [`${prefix}_firewallRules/0/ports`, 'Firewall rules [1] > Ports', 'array', '["80"]', '["80"]'],
    [`${prefix}_firewallRules/1/displayName`, 'Firewall rules [2] > Display name', 'string', 'Out', '"Out"'],
    [`${prefix}_firewallRules/1/nested/deep`, 'Firewall rules [2] > Nested > Deep', 'number', '1', '1'],
  ])
})

test('names and labels come from the definitions, and for nested values from the type in the parent’s definition', () => {
  const findDefinition = findDefinitionIn(
    definition(`${prefix}_policy`, { displayName: 'BitLocker', below: 'deviceConfiguration--bitLockerPolicy' }),
    definition('deviceConfiguration--bitLockerPolicy_method', { displayName: 'Method', options: { aes: 'AES 128' } }),
  )
  const [row] = rowsOf([setting(`${prefix}_policy`, { method: 'aes' })], findDefinition)
  expect(row).toMatchObject({
    path: `${prefix}_policy/method`,
    name: 'BitLocker > Method',
    value: 'AES 128',
    valueType: 'choice',
    raw: '"aes"',
    definitionId: 'deviceConfiguration--bitLockerPolicy_method',
  })
})

test('of several implementations the one that the value names is used', () => {
  const findDefinition = findDefinitionIn(
    definition(`${prefix}_schedule`, { displayName: 'Schedule' }),
    definition('deviceConfiguration--activeHours_start', { displayName: 'Active hours start' }),
  )
  const value = { $implementationId: 'deviceConfiguration--activeHours', start: '08:00' }
  expect(table([setting(`${prefix}_schedule`, value)], findDefinition)).toContainEqual([
    `${prefix}_schedule/start`,
    'Schedule > Active hours start',
    'string',
    '08:00',
    '"08:00"',
  ])
})

test('a setting whose definition has a secret constraint is masked, also a whole object; and so is a listed property', () => {
  const findDefinition = findDefinitionIn(definition(`${prefix}_blob`, { secret: true }))
  const rows = rowsOf(
    [setting(`${prefix}_blob`, { a: 'planted' }), setting(`${prefix}_preSharedKey`, 'planted')],
    findDefinition,
  )
  expect(rows.map((row) => [row.path, row.valueType])).toEqual([
    [`${prefix}_blob`, 'secret'],
    [`${prefix}_preSharedKey`, 'secret'],
  ])
  expect(JSON.stringify(rows)).not.toContain('planted')
})

test('a setting has its definition id also when the definition is unknown; an id of another form is made readable', () => {
  const [row] = rowsOf([setting('admx--edge_AuthSchemes', 'ntlm')])
  expect(row).toMatchObject({ name: 'Admx Edge AuthSchemes', definitionId: 'admx--edge_AuthSchemes' })
})

test('a definition that occurs twice has two paths and names, which do not depend on the order', () => {
  const twice = [setting(`${prefix}_a`, 2), setting(`${prefix}_a`, 1)]
  expect(table(twice).map(([path, , , value]) => [path, value])).toEqual([
    [`${prefix}_a`, '1'],
    [`${prefix}_a//2`, '2'],
  ])
  expect(table(twice.toReversed())).toEqual(table(twice))
})

test('a policy that sets nothing has the row of an empty policy', () => {
  expect(table([setting(`${prefix}_a`, null)]).map(([path, name]) => [path, name])).toEqual([
    ['', '(No settings configured)'],
  ])
})

test.each([
  ['no list', 'x'],
  ['no setting', [null]],
  ['no id', [{ valueJson: '1' }]],
  ['no text', [{ definitionId: 'a', valueJson: 5 }]],
  ['no JSON', [{ definitionId: 'a', valueJson: '{planted' }]],
])('%s fails the policy, without its value in the message', (_, settings) => {
  expect(() => rowsOf(settings)).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
  expect(() => rowsOf(settings)).not.toThrow('planted')
})

import * as fc from 'fast-check'
import { TYPED_METADATA } from '../../../src/intune/flatten/typed-shape'
import { flattenTyped } from '../../../src/intune/flatten/typed'
import { fingerprint, noDefinitions } from './helpers'
import { reordered } from './trees'

const shape = {
  metadata: TYPED_METADATA,
  secret: new Set(['sharedKey', 'profiles/key']),
  base64: new Set(['script/content']),
  label: (property: string) => (property === 'profiles' ? 'Wi-Fi profiles' : undefined),
}

function table(policy: Record<string, unknown>): unknown[] {
  return flattenTyped(policy, shape, noDefinitions, fingerprint).map((row) => [
    row.path,
    row.name,
    row.valueType,
    row.value,
  ])
}

test('every property that is not null and no metadata is a row, also false, 0, empty text and notConfigured', () => {
  const policy = {
    '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
    'assignments@odata.context': 'https://…',
    '#microsoft.graph.assign': {},
    id: 'x',
    displayName: 'x',
    description: 'x',
    createdDateTime: 'x',
    lastModifiedDateTime: 'x',
    version: 3,
    roleScopeTagIds: ['0'],
    supportsScopeTags: true,
    isAssigned: true,
    assignments: [],
    passwordRequired: false,
    passwordMinimumLength: 0,
    osMinimumVersion: '',
    deviceThreatProtection: 'notConfigured',
    osMaximumVersion: null,
  }
  expect(table(policy)).toEqual([
    ['deviceThreatProtection', 'Device threat protection', 'string', 'notConfigured'],
    ['osMinimumVersion', 'OS minimum version', 'string', ''],
    ['passwordMinimumLength', 'Password minimum length', 'number', '0'],
    ['passwordRequired', 'Password required', 'boolean', 'false'],
  ])
})

test('objects and lists of objects become leaf rows; ids and annotations inside are metadata', () => {
  const policy = {
    validRanges: [
      { '@odata.type': '#…range', id: '1', lowest: '10.0', highest: null },
      { lowest: '11.0', tags: ['b', 'a'] },
    ],
    applied: { inner: { leaf: 5 } },
    grid: [[{ x: 1 }, { x: 2 }]],
    mixed: ['a', { b: 1 }, null],
  }
  expect(table(policy)).toEqual([
    ['applied/inner/leaf', 'Applied > Inner > Leaf', 'number', '5'],
    ['grid/0/0/x', 'Grid [1] [1] > X', 'number', '1'],
    ['grid/0/1/x', 'Grid [1] [2] > X', 'number', '2'],
    ['mixed/0', 'Mixed [1]', 'string', 'a'],
    ['mixed/1/b', 'Mixed [2] > B', 'number', '1'],
    ['validRanges/0/lowest', 'Valid ranges [1] > Lowest', 'string', '10.0'],
    ['validRanges/1/lowest', 'Valid ranges [2] > Lowest', 'string', '11.0'],
    ['validRanges/1/tags', 'Valid ranges [2] > Tags', 'array', '["b","a"]'],
  ])
})

test('an empty list or object is one row; an object that only has a type keeps it in `raw`', () => {
  const rows = flattenTyped(
    { a: [], b: {}, c: { '@odata.type': '#x', id: '7', d: null } },
    shape,
    noDefinitions,
    fingerprint,
  )
  expect(rows.map((row) => [row.path, row.valueType, row.value, row.raw])).toEqual([
    ['a', 'array', '[]', '[]'],
    ['b', 'object', '[]', '{}'],
    ['c', 'object', '[]', '{"@odata.type":"#x","d":null}'],
  ])
})

test('two properties with the same label get different names', () => {
  expect(table({ fooBar: 1, foo_bar: 2 })).toEqual([
    ['fooBar', 'Foo bar (fooBar)', 'number', '1'],
    ['foo_bar', 'Foo bar (foo_bar)', 'number', '2'],
  ])
})

test('a property name with a slash is one encoded segment', () => {
  expect(table({ 'a/b': 1, a: { b: 2 } }).map((row) => (row as string[])[0])).toEqual(['a%2Fb', 'a/b'])
})

test('the record’s label replaces the property’s own', () => {
  expect(table({ profiles: [{ ssid: 'x' }] })).toEqual([
    ['profiles/0/ssid', 'Wi-Fi profiles [1] > SSID', 'string', 'x'],
  ])
})

test('only base64 properties that the record lists are decoded', () => {
  const content = Buffer.from('echo 1').toString('base64')
  expect(table({ script: { content, other: content } })).toEqual([
    ['script/content', 'Script > Content', 'string', 'echo 1'],
    ['script/other', 'Script > Other', 'string', content],
  ])
  expect(table({ script: { content: 'not base64!' } })).toEqual([
    ['script/content', 'Script > Content', 'string', 'not base64!'],
  ])
})

test('listed, encrypted and stateful values are masked secrets, and the value is in no row', () => {
  const secret = 'planted-secret'
  const policy = {
    sharedKey: secret,
    profiles: [{ key: { deep: secret } }, { key: [secret] }],
    omaSettings: [{ displayName: 'd', isEncrypted: true, value: secret }],
    catalogLike: { value: secret, valueState: 'encryptedValueToken' },
    open: { isEncrypted: false, value: 'shown' },
  }
  const rows = flattenTyped(policy, shape, noDefinitions, fingerprint)
  expect(rows.filter((row) => row.valueType === 'secret').map((row) => [row.path, row.value])).toEqual([
    ['catalogLike/value', '********'],
    ['omaSettings/0/value', '********'],
    ['profiles/0/key', '********'],
    ['profiles/1/key', '********'],
    ['sharedKey', '********'],
  ])
  expect(JSON.stringify(rows)).not.toContain(secret)
  expect(rows.find((row) => row.path === 'open/value')?.value).toBe('shown')
})

test('a policy of metadata only has the row of an empty policy', () => {
  expect(table({ id: 'x', displayName: 'y', a: null })).toEqual([['', '(No settings configured)', 'empty', '']])
})

test('a nesting that would exhaust the stack is refused', () => {
  let deep: unknown = 'never-in-a-message'
  for (let i = 0; i < 50_000; i++) deep = i % 2 ? [deep, {}] : { deep }
  const flattened = () => flattenTyped({ deep }, shape, noDefinitions, fingerprint)
  expect(flattened).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
  expect(flattened).toThrow('deep')
  expect(flattened).not.toThrow('never-in-a-message')
})

test('for any policy, names and paths are unique and rows do not depend on the order of keys', () => {
  const key = fc.constantFrom('a', 'aB', 'a_b', 'AB', '', '/', '%', '__proto__', 'id', 'value', 'x\0', '\ud800')
  const { policy } = fc.letrec<{ value: unknown; policy: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, false, 0, '', 'x', '\0', '\ud800'),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('policy'),
    ),
    policy: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  }))
  fc.assert(
    fc.property(policy, fc.infiniteStream(fc.nat(1_000)), (policy, chance) => {
      const rows = flattenTyped(policy, shape, noDefinitions, fingerprint)
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
      // oxlint-disable-next-line no-control-regex -- U+0000 is what must not be there
      expect(rows.flatMap((row) => Object.values(row)).join('')).not.toMatch(/\0|\p{Surrogate}/u)
      const again = reordered(policy, () => chance.next().value) as Record<string, unknown>
      expect(flattenTyped(again, shape, noDefinitions, fingerprint)).toEqual(rows)
    }),
    { numRuns: 300 },
  )
})

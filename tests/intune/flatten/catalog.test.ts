import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { flattenCatalog } from '../../../src/intune/flatten/catalog'
import {
  choice,
  choiceOf,
  choices,
  definition,
  element,
  fingerprint,
  group,
  groups,
  findDefinitionIn,
  noDefinitions,
  settingsOf,
  simple,
  simples,
  string,
} from './helpers'

type Instances = Parameters<typeof settingsOf>

function flatten(instances: Instances, findDefinition = noDefinitions): SettingRow[] {
  return flattenCatalog(settingsOf(...instances), findDefinition, fingerprint)
}

/** Path, name, type and value of each row. */
function table(instances: Instances, findDefinition = noDefinitions): unknown[] {
  return flatten(instances, findDefinition).map((row) => [row.path, row.name, row.valueType, row.value])
}

describe('each kind of instance', () => {
  test('choice: the option’s label, else its name, else its id; children below it', () => {
    const findDefinition = findDefinitionIn(
      definition('A', { displayName: 'Firewall', options: { a_1: 'On' } }),
      definition('b', { displayName: 'Mode' }),
    )
    const tree = choice('a', choiceOf('A_1', choice('b', choiceOf('b_Unknown'))))
    expect(flatten([tree], findDefinition)).toEqual([
      {
        path: 'a',
        name: 'Firewall',
        value: 'On',
        valueType: 'choice',
        raw: '"A_1"',
        definitionId: 'a',
        category: null,
        isDefault: null,
      },
      {
        path: 'a/b',
        name: 'Firewall > Mode',
        value: 'b_Unknown',
        valueType: 'choice',
        raw: '"b_Unknown"',
        definitionId: 'b',
        category: null,
        isDefault: null,
      },
    ])
  })

  test('simple: text, number, boolean, reference, and settings without a value', () => {
    const rows = flatten([
      simple('a', string('text')),
      simple('b', { value: 0 }),
      simple('c', { value: false }),
      simple('d', { '@odata.type': '#…ReferenceSettingValue', value: 'id-of-a-reusable-setting', note: 'why' }),
      simple('e', { value: null }),
      simple('f', null),
    ])
    expect(rows.map((row) => [row.valueType, row.value, row.raw])).toEqual([
      ['string', 'text', '"text"'],
      ['number', '0', '0'],
      ['boolean', 'false', 'false'],
      ['string', 'id-of-a-reusable-setting', '{"note":"why","value":"id-of-a-reusable-setting"}'],
      ['empty', '', 'null'],
      ['empty', '', 'null'],
    ])
  })

  test('a simple collection is one row, its order is data', () => {
    expect(table([simples('a', string('y'), string('x'), { value: 3 })])).toEqual([['a', 'A', 'array', '["y","x",3]']])
    expect(table([simples('a')])).toEqual([['a', 'A', 'array', '[]']])
  })

  test('a choice collection is one row of labels, children below each element', () => {
    const findDefinition = findDefinitionIn(
      definition('a', { displayName: 'Days', many: true, options: { a_1: 'Monday', a_2: 'Tuesday' } }),
    )
    const tree = choices('a', choiceOf('a_2'), choiceOf('a_1', simple('b', string('9:00'))))
    expect(flatten([tree], findDefinition).map((row) => [row.path, row.name, row.value, row.raw])).toEqual([
      ['a', 'Days', '["Tuesday","Monday"]', '["a_2","a_1"]'],
      ['a/1/b', 'Days [2] > B', '9:00', '"9:00"'],
    ])
  })

  test('a group has rows for its children only, one row `[]` when it has none', () => {
    expect(table([group('a', element(simple('b', string('v')))), group('c', element()), group('d', null)])).toEqual([
      ['a/b', 'A > B', 'string', 'v'],
      ['c', 'C', 'object', '[]'],
      ['d', 'D', 'object', '[]'],
    ])
  })

  test('a group collection has rows for the children of each element; an empty collection and an empty element are rows', () => {
    const findDefinition = findDefinitionIn(definition('a', { displayName: 'Rules', many: true }))
    const tree = groups('a', element(simple('b', string('v'))), element(), element(groups('c')))
    expect(table([tree], findDefinition)).toEqual([
      ['a/0/b', 'Rules [1] > B', 'string', 'v'],
      ['a/1', 'Rules [2]', 'object', '[]'],
      ['a/2/c', 'Rules [3] > C', 'array', '[]'],
    ])
  })

  test('the API’s two group types without a value are empty objects', () => {
    const bare = (name: string) => ({ '@odata.type': `#microsoft.graph.deviceManagementConfiguration${name}` })
    const instances = ['SettingGroupInstance', 'SettingGroupCollectionInstance'].map((name, i) => ({
      ...bare(name),
      settingDefinitionId: `d${i}`,
    }))
    expect(table(instances).map((row) => (row as string[])[3])).toEqual(['[]', '[]'])
  })

  test('a value is found by its property, not by its type; other properties that Graph adds are ignored', () => {
    const tree = {
      settingDefinitionId: 'a',
      auditRuleInformation: { simpleSettingValue: { value: 'no' } },
      choiceSettingValue: { value: 'a_1', auditRuleInformation: null, children: null },
      simpleSettingValue: null,
    }
    expect(table([tree])).toEqual([['a', 'A', 'choice', 'a_1']])
  })
})

describe('names', () => {
  test('display name with its white space collapsed, else name, else the id made readable', () => {
    const findDefinition = findDefinitionIn(
      definition('a', { displayName: ' Allow\r\n  it ', name: 'x' }),
      definition('b', { displayName: '  ', name: 'AllowIt' }),
    )
    const rows = flatten([simple('a', string('')), simple('b', string('')), simple('c.d', string(''))], findDefinition)
    expect(rows.map((row) => row.name)).toEqual(['Allow it', 'AllowIt', 'C D'])
  })

  test('the API’s wrapper adds nothing to its children, and an empty one has its own name', () => {
    const wrapper = { displayName: 'Top Level  Setting Group Collection' }
    const findDefinition = findDefinitionIn(
      definition('w', wrapper),
      definition('v', wrapper),
      definition('a', { displayName: 'SSO' }),
    )
    expect(table([groups('w', element(simple('a', string('x')))), groups('v')], findDefinition)).toEqual([
      ['v', 'V', 'array', '[]'],
      ['w/0/a', 'SSO', 'string', 'x'],
    ])
  })

  test('an element is numbered where more than one is allowed, also when it is the only one', () => {
    const tree = (id: string) => groups(id, element(simple('x', string(''))))
    const findDefinition = findDefinitionIn(definition('a', { many: true }), definition('b', { many: false }))
    const rows = flatten([tree('a'), tree('b'), tree('unknown')], findDefinition)
    expect(rows.map((row) => row.name)).toEqual(['A [1] > X', 'B > X', 'Unknown [1] > X'])
    // More than the definition allows: numbered all the same.
    const more = flatten(
      [groups('b', element(simple('x', string(''))), element(simple('x', string(''))))],
      findDefinition,
    )
    expect(more.map((row) => row.name)).toEqual(['B [1] > X', 'B [2] > X'])
  })

  test('two settings with the same name both get their category, which is also stored', () => {
    const findDefinition = findDefinitionIn(
      definition('a', { displayName: 'Enabled', category: 'Edge\\Proxy' }),
      definition('b', { displayName: 'Enabled', category: 'Office' }),
    )
    const rows = flatten([simple('a', string('')), simple('b', string(''))], findDefinition)
    expect(rows.map((row) => [row.name, row.category])).toEqual([
      ['Enabled (Edge\\Proxy)', 'Edge\\Proxy'],
      ['Enabled (Office)', 'Office'],
    ])
  })

  test('the same definition in two elements without labels gets the path in its names', () => {
    const findDefinition = findDefinitionIn(definition('w', { displayName: 'Top Level Setting Group Collection' }))
    const rows = flatten(
      [groups('w', element(simple('a', string('1'))), element(simple('a', string('2'))))],
      findDefinition,
    )
    expect(rows.map((row) => row.name)).toEqual(['A [a] [w/0/a]', 'A [a] [w/1/a]'])
  })

  test('a name of 10,000 characters is cut, a value is not', () => {
    const findDefinition = findDefinitionIn(definition('a', { displayName: 'n'.repeat(10_000) }))
    const [row] = flatten([simple('a', string('v'.repeat(10_000)))], findDefinition)
    expect(row?.name).toMatch(/^n+… #[0-9a-f]{16}$/)
    expect(row?.name).toHaveLength(1_000)
    expect(row?.value).toHaveLength(10_000)
  })
})

test('ids keep Graph’s case, and definitions are found in any case', () => {
  const [row] = flatten(
    [simple('Com.Apple.X', string(''))],
    findDefinitionIn(definition('com.apple.x', { displayName: 'X' })),
  )
  expect(row).toMatchObject({ path: 'Com.Apple.X', definitionId: 'Com.Apple.X', name: 'X' })
})

test('U+0000 and half surrogate pairs are stored nowhere', () => {
  const findDefinition = findDefinitionIn(definition('a\0', { displayName: 'n\0', name: 'n\ud800', category: 'c\0' }))
  const rows = flatten([simple('a\0', string('v\0\ud800')), simples('b\0', string('\0'))], findDefinition)
  // oxlint-disable-next-line no-control-regex -- U+0000 is what must not be there
  for (const text of rows.flatMap((row) => Object.values(row))) expect(String(text)).not.toMatch(/\0|\p{Surrogate}/u)
  expect(rows[0]).toMatchObject({ path: 'a%00', name: 'n\ufffd', value: 'v\ufffd\ufffd', raw: '"v\ufffd\ufffd"' })
  expect(JSON.stringify(rows)).not.toMatch(/\\u0000|\\ud800/)
})

test('a policy without settings has one row that says so', () => {
  expect(flattenCatalog([], noDefinitions, fingerprint)).toEqual([
    {
      path: '',
      name: '(No settings configured)',
      value: '',
      valueType: 'empty',
      raw: '[]',
      definitionId: null,
      category: null,
      isDefault: null,
    },
  ])
})

test('a definition that occurs twice below one parent gives two rows, which do not depend on Graph’s order', () => {
  const twice = [simple('a', string('2')), simple('a', string('1')), simple('b', string('3'))]
  const rows = table(twice)
  expect(rows.map((row) => [(row as string[])[0], (row as string[])[3]])).toEqual([
    ['a', '1'],
    ['a//2', '2'],
    ['b', '3'],
  ])
  expect(table(twice.toReversed())).toEqual(rows)

  const [x, y, z] = [simple('x', string('5')), simple('y', string('4')), simple('z', string('4'))] as const
  const deep = table([group('a', element(x, y)), group('a', element(x, z))])
  expect(table([group('a', element(z, x)), group('a', element(x, y))])).toEqual(deep)
  expect(table([group('a', element(x, z)), group('a', element(y, x))])).toEqual(deep)
})

describe('secrets', () => {
  const token = 'gAAAA-the-token'
  const state = { value: token, valueState: 'encryptedValueToken' }
  const plain = { value: token }
  const known = findDefinitionIn(
    definition('a', { displayName: 'Password', secret: true, options: { [token.toLowerCase()]: token } }),
  )
  test.each([
    ['by its state', simple('a', state), noDefinitions],
    ['by its type', simple('a', { '@odata.type': '#…SecretSettingValue', value: token }), noDefinitions],
    ['by its definition', simple('a', plain), known],
    ['in a collection', simples('a', string('harmless'), state), noDefinitions],
    ['as a choice', choice('a', choiceOf(token)), known],
    ['as choices', choices('a', choiceOf(token)), known],
    ['with a note', simple('a', { ...state, note: token }), noDefinitions],
  ])('recognised %s: one masked row, and the token in no row', (_, tree, findDefinition) => {
    const rows = flatten([tree], findDefinition)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ path: 'a', value: '********', valueType: 'secret' })
    expect(rows[0]?.raw).toMatch(/^\{"secret":true,"fingerprint":"[0-9a-f]{64}"\}$/)
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).not.toContain('harmless')
  })

  test('a changed token changes raw, an equal one does not', () => {
    const raw = (value: string) => flatten([simple('a', { ...state, value })])[0]?.raw
    expect(raw('one')).toBe(raw('one'))
    expect(raw('one')).not.toBe(raw('two'))
  })
})

describe('what cannot be read', () => {
  const secret = 'never-in-a-message'
  test.each([
    ['a setting without instance', [{ id: '0' }], 'The policy has a setting without'],
    ['a setting that is no object', [secret], 'The policy has a setting without'],
    [
      'a setting without definition id',
      settingsOf({ simpleSettingValue: string(secret) }),
      'The policy has a setting without',
    ],
    ['no known kind of value', settingsOf({ settingDefinitionId: 'the-id', newSettingValue: secret }), 'the-id'],
    [
      'two kinds of value',
      settingsOf({ ...simple('the-id', string(secret)), choiceSettingValue: choiceOf('a') }),
      'the-id',
    ],
    ['a value without value', settingsOf(simple('the-id', { other: secret })), 'the-id'],
    ['a value that is an object', settingsOf(simple('the-id', string({ secret }))), 'the-id'],
    ['a value that is text', settingsOf(simple('the-id', secret)), 'the-id'],
    ['a choice of a number', settingsOf(choice('the-id', choiceOf(5))), 'the-id'],
    [
      'a collection that is no list',
      settingsOf({ settingDefinitionId: 'the-id', simpleSettingCollectionValue: secret }),
      'the-id',
    ],
    ['a group that is text', settingsOf(group('the-id', secret)), 'the-id'],
    ['an element that is text', settingsOf(groups('the-id', secret)), 'the-id'],
    ['children that are no list', settingsOf(choice('the-id', { value: 'a', children: secret })), 'the-id'],
    ['a child without id', settingsOf(group('the-id', element({ simpleSettingValue: string(secret) }))), 'the-id'],
  ])('%s: the message names the setting, never a value', (_, settings, id) => {
    const flattened = () => flattenCatalog(settings, noDefinitions, fingerprint)
    expect(flattened).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
    expect(flattened).toThrow(id)
    expect(flattened).not.toThrow(secret)
  })

  test('a nesting that would exhaust the stack is refused', () => {
    let tree = simple('leaf', string(''))
    for (let i = 0; i < 20_000; i++) tree = group('level', element(tree))
    expect(() => flatten([tree])).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
  })
})

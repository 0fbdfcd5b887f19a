import { TYPED_METADATA } from '../../../src/intune/flatten/typed-shape'
import { flattenTyped } from '../../../src/intune/flatten/typed'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'
import { collectDefinitionIds } from '../../../src/intune/definitions/collect-definition-ids'
import { definition, fingerprint, findDefinitionIn, noDefinitions } from './helpers'

const shape = { metadata: TYPED_METADATA, label: (property: string) => (property === 'own' ? 'Our word' : undefined) }
const type = 'windows10CompliancePolicy'
const id = (property: string, of = type) => `deviceConfiguration--${of}_${property}`
const policyOf = (properties: Record<string, unknown>, of = type) => ({
  '@odata.type': `#microsoft.graph.${of}`,
  ...properties,
})

function rowOf(properties: Record<string, unknown>, findDefinition: FindDefinition) {
  const rows = flattenTyped(policyOf(properties), shape, findDefinition, fingerprint)
  expect(rows).toHaveLength(1)
  return rows[0]
}

test('a property has its definition’s name and id; ids match in any case', () => {
  const findDefinition = findDefinitionIn(definition(id('BitLockerEnabled'), { displayName: 'Require BitLocker' }))
  expect(rowOf({ bitLockerEnabled: true }, findDefinition)).toMatchObject({
    name: 'Require BitLocker',
    definitionId: id('BitLockerEnabled'),
    valueType: 'boolean',
  })
})

test('without a name in the catalog a property is named by our list, else by its words', () => {
  const known = findDefinitionIn(definition(id('bitLockerEnabled')))
  expect(rowOf({ bitLockerEnabled: true }, known)).toMatchObject({
    name: 'BitLocker enabled',
    definitionId: id('bitLockerEnabled'),
  })
  expect(rowOf({ passwordMinimumLength: 8 }, noDefinitions)).toMatchObject({
    name: 'Password minimum length',
    definitionId: null,
  })
})

test('the record’s label is used before the catalog, which is then not looked up', () => {
  const flatten = (findDefinition: FindDefinition) =>
    flattenTyped(policyOf({ own: { a: 1 } }), shape, findDefinition, fingerprint)
  expect(flatten(noDefinitions)[0]?.name).toBe('Our word > A')
  expect(collectDefinitionIds(flatten)).toEqual(new Set())
})

test.each([
  ['deviceDefault', { devicedefault: 'Device default' }, 'choice', 'Device default'],
  [true, { true: 'Require' }, 'choice', 'Require'],
  [15, { '15': '15 minutes' }, 'choice', '15 minutes'],
  [8, { '15': '15 minutes' }, 'number', '8'],
  ['toString', { a: 'A' }, 'string', 'toString'],
])('%j with the labels %j is a %s: %s', (value, options, valueType, shown) => {
  const findDefinition = findDefinitionIn(definition(id('a'), { options }))
  expect(rowOf({ a: value }, findDefinition)).toMatchObject({ valueType, value: shown, raw: JSON.stringify(value) })
})

test('the labels of a list’s values come from the definition of its elements, or from its own', () => {
  const options = { monday: 'Mo' }
  const elements = findDefinitionIn(
    definition(id('days'), { below: id('days_element') }),
    definition(id('days_element'), { options }),
  )
  const own = findDefinitionIn(definition(id('days'), { options }))
  for (const findDefinition of [elements, own])
    expect(rowOf({ days: ['monday', 'x'] }, findDefinition)).toMatchObject({
      value: '["Mo","x"]',
      raw: '["monday","x"]',
    })
})

test('a nested object is named by its own type, else by the type in its parent’s definition', () => {
  const findDefinition = findDefinitionIn(
    definition(id('ranges'), { displayName: 'Builds', below: 'deviceConfiguration--operatingSystemVersionRange' }),
    definition(id('lowest', 'operatingSystemVersionRange'), { displayName: 'Minimum' }),
    definition(id('lowest', 'anotherRange'), { displayName: 'Bottom' }),
  )
  expect(rowOf({ ranges: [{ lowest: '10' }] }, findDefinition)?.name).toBe('Builds [1] > Minimum')
  const typed = { '@odata.type': '#microsoft.graph.anotherRange', lowest: '10' }
  expect(rowOf({ ranges: [typed] }, findDefinition)?.name).toBe('Builds [1] > Bottom')
})

test('looks up only set properties, and nested ones as soon as the parent’s definition is known', () => {
  const policy = policyOf({ displayName: 'planted', a: null, ranges: [{ lowest: 'planted', highest: null }] })
  const flatten = (findDefinition: FindDefinition) => flattenTyped(policy, shape, findDefinition, fingerprint)
  expect(collectDefinitionIds(flatten)).toEqual(new Set([id('ranges')]))
  const known = findDefinitionIn(definition(id('ranges'), { below: 'deviceConfiguration--range' }))
  expect(collectDefinitionIds(flatten, known)).toEqual(new Set([id('ranges'), id('lowest', 'range')]))
})

test('a value whose definition has a secret constraint is a secret', () => {
  const findDefinition = findDefinitionIn(definition(id('blob'), { secret: true }))
  const row = rowOf({ blob: 'planted' }, findDefinition)
  expect(row?.valueType).toBe('secret')
  expect(JSON.stringify(row)).not.toContain('planted')
})

test('a secret or base64 property can be limited to one Graph type', () => {
  const only = { metadata: TYPED_METADATA, secret: new Set(['wifiImport:payload']), base64: new Set(['other:payload']) }
  const shown = (of: string) =>
    flattenTyped(policyOf({ payload: 'QUJD' }, of), only, noDefinitions, fingerprint)[0]?.value
  expect(['wifiImport', 'other', 'third'].map(shown)).toEqual(['********', 'ABC', 'QUJD'])
})

describe('the portal’s unconfigured value', () => {
  const isDefault = (properties: Record<string, unknown>, of = type) =>
    flattenTyped(policyOf(properties, of), shape, noDefinitions, fingerprint).map((row) => row.isDefault)

  test.each([
    [{ passwordRequired: false }, true],
    [{ passwordRequired: true }, false],
    [{ passwordRequiredType: 'deviceDefault' }, true],
    [{ passwordRequiredType: 'numeric' }, false],
    [{ aPropertyNobodyKnows: false }, null],
  ])('%j is it: %s', (properties, expected) => {
    expect(isDefault(properties)).toEqual([expected])
  })

  test('is not known for another type or without a type', () => {
    expect(isDefault({ passwordRequired: false }, 'aTypeNobodyKnows')).toEqual([null])
    const rows = flattenTyped({ passwordRequired: false }, shape, noDefinitions, fingerprint)
    expect(rows[0]?.isDefault).toBeNull()
  })

  test('is found for nested properties by their full path', () => {
    const properties = { privacyAccessControls: [{ camera: 'blocked', calendar: 'notConfigured' }] }
    expect(isDefault(properties, 'macOSGeneralDeviceConfiguration')).toEqual([true, null])
  })
})

import { TYPED_METADATA } from '../../../src/intune/flatten/typed-shape'
import { flattenTyped } from '../../../src/intune/flatten/typed'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'
import { collectDefinitionIds } from '../../../src/intune/definitions/collect-definition-ids'
import { definition, fingerprint, namesOf, noNames } from './helpers'

const shape = { metadata: TYPED_METADATA, label: (property: string) => (property === 'own' ? 'Our word' : undefined) }
const type = 'windows10CompliancePolicy'
const id = (property: string, of = type) => `deviceConfiguration--${of}_${property}`
const policyOf = (properties: Record<string, unknown>, of = type) => ({
  '@odata.type': `#microsoft.graph.${of}`,
  ...properties,
})

function rowOf(properties: Record<string, unknown>, names: FindDefinition) {
  const rows = flattenTyped(policyOf(properties), shape, names, fingerprint)
  expect(rows).toHaveLength(1)
  return rows[0]
}

test('the catalog names a property, and its id stands with the row; ids are compared without case', () => {
  const names = namesOf(definition(id('BitLockerEnabled'), { displayName: 'Require BitLocker' }))
  expect(rowOf({ bitLockerEnabled: true }, names)).toMatchObject({
    name: 'Require BitLocker',
    definitionId: id('BitLockerEnabled'),
    valueType: 'boolean',
  })
})

test('where the catalog has no name, the project’s own; else the property’s words', () => {
  const known = namesOf(definition(id('bitLockerEnabled')))
  expect(rowOf({ bitLockerEnabled: true }, known)).toMatchObject({
    name: 'BitLocker enabled',
    definitionId: id('bitLockerEnabled'),
  })
  expect(rowOf({ passwordMinimumLength: 8 }, noNames)).toMatchObject({
    name: 'Password minimum length',
    definitionId: null,
  })
})

test('what the record calls a property goes before the catalog, which then is not asked', () => {
  const flatten = (names: FindDefinition) => flattenTyped(policyOf({ own: { a: 1 } }), shape, names, fingerprint)
  expect(flatten(noNames)[0]?.name).toBe('Our word > A')
  expect(collectDefinitionIds(flatten)).toEqual(new Set())
})

test.each([
  ['deviceDefault', { devicedefault: 'Device default' }, 'choice', 'Device default'],
  [true, { true: 'Require' }, 'choice', 'Require'],
  [15, { '15': '15 minutes' }, 'choice', '15 minutes'],
  [8, { '15': '15 minutes' }, 'number', '8'],
  ['toString', { a: 'A' }, 'string', 'toString'],
])('%j with the labels %j is a %s: %s', (value, options, valueType, shown) => {
  const names = namesOf(definition(id('a'), { options }))
  expect(rowOf({ a: value }, names)).toMatchObject({ valueType, value: shown, raw: JSON.stringify(value) })
})

test('the labels of a list’s values stand with its elements’ definition, or with its own', () => {
  const options = { monday: 'Mo' }
  const elements = namesOf(
    definition(id('days'), { below: id('days_element') }),
    definition(id('days_element'), { options }),
  )
  const own = namesOf(definition(id('days'), { options }))
  for (const names of [elements, own])
    expect(rowOf({ days: ['monday', 'x'] }, names)).toMatchObject({ value: '["Mo","x"]', raw: '["monday","x"]' })
})

test('a nested object is named by its own type, else by what its parent’s definition names', () => {
  const names = namesOf(
    definition(id('ranges'), { displayName: 'Builds', below: 'deviceConfiguration--operatingSystemVersionRange' }),
    definition(id('lowest', 'operatingSystemVersionRange'), { displayName: 'Minimum' }),
    definition(id('lowest', 'anotherRange'), { displayName: 'Bottom' }),
  )
  expect(rowOf({ ranges: [{ lowest: '10' }] }, names)?.name).toBe('Builds [1] > Minimum')
  const typed = { '@odata.type': '#microsoft.graph.anotherRange', lowest: '10' }
  expect(rowOf({ ranges: [typed] }, names)?.name).toBe('Builds [1] > Bottom')
})

test('asks for what is set alone, and for what lies below a definition once that is known', () => {
  const policy = policyOf({ displayName: 'planted', a: null, ranges: [{ lowest: 'planted', highest: null }] })
  const flatten = (names: FindDefinition) => flattenTyped(policy, shape, names, fingerprint)
  expect(collectDefinitionIds(flatten)).toEqual(new Set([id('ranges')]))
  const known = namesOf(definition(id('ranges'), { below: 'deviceConfiguration--range' }))
  expect(collectDefinitionIds(flatten, known)).toEqual(new Set([id('ranges'), id('lowest', 'range')]))
})

test('a definition with a secret constraint makes a value a secret', () => {
  const names = namesOf(definition(id('blob'), { secret: true }))
  const row = rowOf({ blob: 'planted' }, names)
  expect(row?.valueType).toBe('secret')
  expect(JSON.stringify(row)).not.toContain('planted')
})

test('a secret, or a packed text, of one Graph type alone', () => {
  const only = { metadata: TYPED_METADATA, secret: new Set(['wifiImport:payload']), base64: new Set(['other:payload']) }
  const shown = (of: string) => flattenTyped(policyOf({ payload: 'QUJD' }, of), only, noNames, fingerprint)[0]?.value
  expect(['wifiImport', 'other', 'third'].map(shown)).toEqual(['********', 'ABC', 'QUJD'])
})

describe('the portal’s unconfigured value', () => {
  const isDefault = (properties: Record<string, unknown>, of = type) =>
    flattenTyped(policyOf(properties, of), shape, noNames, fingerprint).map((row) => row.isDefault)

  test.each([
    [{ passwordRequired: false }, true],
    [{ passwordRequired: true }, false],
    [{ passwordRequiredType: 'deviceDefault' }, true],
    [{ passwordRequiredType: 'numeric' }, false],
    [{ aPropertyNobodyKnows: false }, null],
  ])('%j is it: %s', (properties, expected) => {
    expect(isDefault(properties)).toEqual([expected])
  })

  test('of another type, or of none, nothing is known', () => {
    expect(isDefault({ passwordRequired: false }, 'aTypeNobodyKnows')).toEqual([null])
    const rows = flattenTyped({ passwordRequired: false }, shape, noNames, fingerprint)
    expect(rows[0]?.isDefault).toBeNull()
  })

  test('nested properties have theirs by their whole name', () => {
    const properties = { privacyAccessControls: [{ camera: 'blocked', calendar: 'notConfigured' }] }
    expect(isDefault(properties, 'macOSGeneralDeviceConfiguration')).toEqual([true, null])
  })
})

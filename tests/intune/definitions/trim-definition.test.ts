import { trimDefinition } from '../../../src/intune/definitions/trim-definition'

const type = '#microsoft.graph.deviceManagementConfigurationChoiceSettingDefinition'

test('keeps only what naming needs', () => {
  const raw = {
    '@odata.type': type,
    id: 'Edge_BasicAuth',
    name: 'BasicAuth',
    displayName: 'Allow  Basic\r\nauthentication ',
    keywords: ['BasicAuth', '\\Microsoft Edge\\HTTP authentication', 'Microsoft Edge\\HTTP authentication'],
    description: 'long',
    options: [
      { itemId: 'Edge_BasicAuth_0', name: 'Disabled', displayName: 'Off' },
      { itemId: 'edge_basicauth_1', name: 'Enabled', displayName: ' ' },
      { itemId: 'edge_basicauth_2', name: null, displayName: '' },
      null,
    ],
  }
  expect(trimDefinition(raw)).toEqual({
    id: 'Edge_BasicAuth',
    name: 'BasicAuth',
    displayName: 'Allow Basic authentication',
    category: 'Microsoft Edge\\HTTP authentication',
    secret: false,
    many: false,
    options: { edge_basicauth_0: 'Off', edge_basicauth_1: 'Enabled' },
  })
})

test('empty properties become null', () => {
  expect(trimDefinition({ id: 'a', displayName: '', name: null, keywords: ['Wi-Fi'] })).toEqual({
    id: 'a',
    name: null,
    displayName: null,
    category: null,
    secret: false,
    many: false,
  })
})

test('of two category paths the same one is taken in either order', () => {
  const paths = ['\\Edge\\Sleeping tabs settings', '\\Edge\\Sleeping Tabs settings']
  expect(trimDefinition({ id: 'a', keywords: paths })?.category).toBe('Edge\\Sleeping Tabs settings')
  expect(trimDefinition({ id: 'a', keywords: paths.toReversed() })?.category).toBe('Edge\\Sleeping Tabs settings')
})

test.each([
  [{ maximumCount: 1 }, false],
  [{ maximumCount: 2 }, true],
  [{ maximumCount: null, '@odata.type': '#…SettingGroupCollectionDefinition' }, true],
  [{ '@odata.type': type }, false],
])('%j may hold many: %s', (known, many) => {
  expect(trimDefinition({ id: 'a', ...known })?.many).toBe(many)
})

test('recognises secrets, and replaces characters that PostgreSQL cannot store', () => {
  const trimmed = trimDefinition({ id: 'a', displayName: 'x\0y', valueDefinition: { isSecret: true } })
  expect(trimmed).toMatchObject({ secret: true, displayName: 'x\ufffdy' })
})

test('an option called like a built-in property is an option', () => {
  const trimmed = trimDefinition({ id: 'a', options: [{ itemId: '__proto__', displayName: 'P' }] })
  expect(Object.entries(trimmed?.options ?? {})).toEqual([['__proto__', 'P']])
})

test.each([null, 'a', [], {}, { id: 5 }, { id: '' }])('%j is no definition', (raw) => {
  expect(trimDefinition(raw)).toBeNull()
})

describe('a definition of intents and typed properties', () => {
  const kind = (name: string) => `#microsoft.graph.deviceManagement${name}`
  const setting = (more: Record<string, unknown>) =>
    trimDefinition({ id: 'deviceConfiguration--t_p', displayName: 'P', constraints: [], ...more })

  test('the labels of its enumeration are its options, except that of null', () => {
    const values = [
      { value: null, displayName: 'Not configured' },
      { value: 'aesCbc128', displayName: 'AES 128bit' },
      { value: 'none', displayName: null },
      { value: 'true', displayName: 'Yes' },
    ]
    const constraints = [
      { '@odata.type': kind('SettingRegexConstraint') },
      { '@odata.type': kind('EnumConstraint'), values },
    ]
    expect(setting({ constraints })).toEqual({
      id: 'deviceConfiguration--t_p',
      name: null,
      displayName: 'P',
      category: null,
      secret: false,
      many: false,
      options: { aescbc128: 'AES 128bit', true: 'Yes' },
    })
  })

  test('a secret constraint makes it a secret', () => {
    expect(setting({ constraints: [{ '@odata.type': kind('IntentSettingSecretConstraint') }] })?.secret).toBe(true)
    expect(setting({ constraints: [{ '@odata.type': kind('SettingRequiredConstraint') }, null] })?.secret).toBe(false)
  })

  test.each([
    [
      { propertyDefinitionIds: ['deviceConfiguration--range_lowest', 'deviceConfiguration--range_highest'] },
      'deviceConfiguration--range',
    ],
    [{ elementDefinitionId: 'deviceConfiguration--range' }, 'deviceConfiguration--range'],
    [{ propertyDefinitionIds: [] }, undefined],
    [{}, undefined],
  ])('%j: the values below it have the type %s', (more, below) => {
    expect(setting(more)?.below).toBe(below)
  })

  test.each(['LOC NEEDED: deviceConfiguration__t_p_DisplayName', 'LOC NEEDED'])('%s is no name', (displayName) => {
    expect(setting({ displayName })?.displayName).toBeNull()
  })
})

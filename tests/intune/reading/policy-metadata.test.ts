import { policyMetadata } from '../../../src/intune/reading/policy-metadata'

const nothing = {
  odataType: null,
  description: null,
  platforms: null,
  technologies: null,
  templateId: null,
  templateFamily: null,
  templateVersion: null,
  scopeTagIds: [],
  createdAt: null,
  modifiedAt: null,
}

test('reads the metadata of a settings-catalog policy', () => {
  const policy = {
    '@odata.type': '#microsoft.graph.deviceManagementConfigurationPolicy',
    description: 'For all',
    platforms: 'windows10',
    technologies: 'mdm,microsoftSense',
    templateReference: { templateId: 't_1', templateFamily: 'baseline', templateDisplayVersion: 'Version 2' },
    roleScopeTagIds: ['2', '0'],
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-05T08:00:00.1234567Z',
  }
  expect(policyMetadata(policy)).toEqual({
    odataType: '#microsoft.graph.deviceManagementConfigurationPolicy',
    description: 'For all',
    platforms: 'windows10',
    technologies: 'mdm,microsoftSense',
    templateId: 't_1',
    templateFamily: 'baseline',
    templateVersion: 'Version 2',
    scopeTagIds: ['0', '2'],
    createdAt: '2026-01-05T08:00:00.000Z',
    modifiedAt: '2026-02-05T08:00:00.123Z',
  })
})

test('reads an intent’s template id, and another name of the modified date', () => {
  const policy = { templateId: 't', modifiedDateTime: '2026-02-05T08:00:00Z' }
  expect(policyMetadata(policy)).toEqual({ ...nothing, templateId: 't', modifiedAt: '2026-02-05T08:00:00.000Z' })
})

test.each([
  {},
  { '@odata.type': '', description: '', platforms: null, templateReference: null, roleScopeTagIds: null },
  { templateReference: { templateId: '', templateFamily: null }, templateId: '' },
  { createdDateTime: '0001-01-01T00:00:00Z', lastModifiedDateTime: 'no date' },
  { description: 5, platforms: ['x'], roleScopeTagIds: '0', createdDateTime: 5, lastModifiedDateTime: {} },
])('is null for missing or unreadable properties (%#)', (policy) => {
  expect(policyMetadata(policy)).toEqual(nothing)
})

test('what PostgreSQL cannot store is replaced', () => {
  expect(policyMetadata({ description: 'a\0b\ud800' }).description).toBe('a\ufffdb\ufffd')
})

test('scope tags that are no texts are left out, and the policy is not changed', () => {
  const roleScopeTagIds = ['b', 3, null, '', 'a']
  expect(policyMetadata({ roleScopeTagIds }).scopeTagIds).toEqual(['a', 'b'])
  expect(roleScopeTagIds[0]).toBe('b')
})

test.each([
  '9999-12-31T23:59:59.9999999-14:00',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'x',
])('the time %s is none', (createdDateTime) => {
  expect(policyMetadata({ createdDateTime })).toEqual(nothing)
})

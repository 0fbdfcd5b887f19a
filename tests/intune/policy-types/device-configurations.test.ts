import { contentHash } from '../../../src/intune/policy-types/content-hash'
import { deviceConfigurations } from '../../../src/intune/policy-types/device-configurations/index'
import { fingerprint, noDefinitions } from '../flatten/helpers'
import { oma } from '../flatten/oma'
import { fakeGraph } from './fake-graph'

const path = 'deviceManagement/deviceConfigurations/the-id'
const permission = 'DeviceManagementConfiguration.Read.All'
const graphType = (name: string) => ({ '@odata.type': `#microsoft.graph.${name}` })

function rowsOf(policy: Record<string, unknown>) {
  return deviceConfigurations.flatten({ id: 'x', ...policy }, noDefinitions, fingerprint)
}

test.each([
  ['windowsUpdateForBusinessConfiguration', 'windowsUpdateForBusiness'],
  ['windows10EndpointProtectionConfiguration', 'endpointSecurity'],
  ['iosGeneralDeviceConfiguration', 'deviceConfiguration'],
  ['aTypeOfTomorrow', 'deviceConfiguration'],
])('%s is of type %s', (name, type) => {
  expect(deviceConfigurations.policyType({ id: 'x', ...graphType(name) })).toBe(type)
  expect(deviceConfigurations.policyType({ id: 'x' })).toBe('deviceConfiguration')
})

describe('reading', () => {
  const read = (listed: Record<string, unknown>, tables: Parameters<typeof fakeGraph> = [{}]) => {
    const { graph, asked } = fakeGraph(...tables)
    return {
      asked,
      policy: deviceConfigurations.readFull(deviceConfigurations.parse({ id: 'the-id', ...listed }), graph),
    }
  }

  test('the list returns the full policy and its assignments', async () => {
    const { policy, asked } = read({
      ...graphType('iosGeneralDeviceConfiguration'),
      assignments: [{ id: 'a' }],
      cameraBlocked: true,
    })
    const full = { ...graphType('iosGeneralDeviceConfiguration'), id: 'the-id', cameraBlocked: true }
    expect(await policy).toEqual({ full, assignments: [{ id: 'a' }] })
    expect(asked).toEqual([])
  })

  test('assignments missing in the list are requested; unreadable ones do not fail the policy', async () => {
    expect((await read({}, [{ [`${path}/assignments`]: [[{ id: 'a' }]] }]).policy).assignments).toEqual([{ id: 'a' }])
    expect(await read({}, [{ [`${path}/assignments`]: 403 }]).policy).toEqual({
      full: { id: 'the-id' },
      assignments: 'unreadable',
    })
  })

  describe('of a Windows restriction profile', () => {
    const listed = { ...graphType('windows10GeneralConfiguration'), assignments: [], cameraBlocked: true }
    const controls = [{ id: '1', accessLevel: 'forceDeny' }]

    test('the privacy access of apps is read from the single policy with a cast', async () => {
      const { policy, asked } = read(listed, [{}, { [path]: { id: 'the-id', privacyAccessControls: controls } }])
      expect((await policy).full).toMatchObject({ cameraBlocked: true, privacyAccessControls: controls })
      const query = { $expand: 'microsoft.graph.windows10GeneralConfiguration/privacyAccessControls' }
      expect(asked).toEqual([{ version: 'beta', path, query, permission }])
    })

    test.each([
      ['left out', { id: 'the-id' }],
      ['not ended', { privacyAccessControls: controls, 'privacyAccessControls@odata.nextLink': 'https://…' }],
      ['no object', null],
    ])('%s: the policy is incomplete', async (_, answer) => {
      const incomplete = expect.objectContaining({ code: 'sync.incomplete' }) as unknown
      await expect(read(listed, [{}, { [path]: answer }]).policy).rejects.toEqual(incomplete)
    })

    test('an empty list has no row', () => {
      const rows = rowsOf({ ...listed, privacyAccessControls: [] })
      expect(rows.map((row) => row.path)).toEqual(['cameraBlocked'])
    })
  })
})

test('typed properties and OMA-URIs share one policy: their names differ', () => {
  const rows = rowsOf({ passwordRequired: true, omaSettings: [oma('Boolean', 'Password required', true)] })
  expect(rows.map((row) => row.path)).toEqual(['omaSettings/Password required', 'passwordRequired'])
  expect(new Set(rows.map((row) => row.name)).size).toBe(2)
})

test.each(['payload', 'configurationXml', 'customXml', 'startMenuLayoutXml', 'defenderExploitProtectionXml'])(
  '%s is shown as the text it holds',
  (property) => {
    const [row] = rowsOf({ [property]: Buffer.from('<text/>').toString('base64') })
    expect(row?.value).toBe('<text/>')
  },
)

test('a certificate is shown as its size and hash', () => {
  const [row] = rowsOf({ trustedRootCertificate: Buffer.from([0x30, 0x82, 0xff, 0xfe]).toString('base64') })
  expect(row?.value).toMatch(/^\(binary: 4 bytes, SHA-256 [0-9a-f]{64}\)$/)
})

test.each([
  [{ preSharedKey: 'planted' }],
  [{ ...graphType('iosikEv2VpnConfiguration'), sharedSecret: 'planted' }],
  [{ proxy: { settings: [{ proxyPassword: 'planted' }] } }],
  [{ ...graphType('editionUpgradeConfiguration'), productKey: 'planted' }],
  [{ ...graphType('androidOmaCpConfiguration'), configurationXml: Buffer.from('planted').toString('base64') }],
  [{ ...graphType('windows81WifiImportConfiguration'), payload: Buffer.from('planted').toString('base64') }],
])('a secret is masked: %j', (policy) => {
  const rows = rowsOf(policy)
  expect(rows.map((row) => row.valueType)).toEqual(['secret'])
  expect(JSON.stringify(rows)).not.toContain('planted')
  expect(JSON.stringify(rows)).not.toContain(Buffer.from('planted').toString('base64'))
})

test('rules for passwords are no secrets', () => {
  const rows = rowsOf({ passwordRequired: true, passwordMinimumLength: 8, passcodeBlockSimple: false })
  expect(rows.filter((row) => row.valueType === 'secret')).toEqual([])
})

test('the order of OMA settings does not change the hash; a value does', () => {
  const settings = [oma('Integer', './a', 1), oma('Integer', './b', 2)]
  const hash = (omaSettings: unknown[]) => contentHash(deviceConfigurations, { id: 'x', omaSettings })
  expect(hash(settings.toReversed())).toBe(hash(settings))
  expect(hash([oma('Integer', './a', 1), oma('Integer', './b', 3)])).not.toBe(hash(settings))
})

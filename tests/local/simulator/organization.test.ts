import { otherTenantId, type Running, start, tenantId } from './harness'
import { madeUp } from './made-up'

const both = [tenantId, otherTenantId]

async function withRole(simulator: Running, role: string, path: string) {
  simulator.control.roles(tenantId, [role])
  return simulator.get(path, String((await simulator.token()).json.access_token))
}

test.each(['v1.0', 'beta'])('organization is a list of the tenant itself (%s)', async (version) => {
  const simulator = await start({
    tenants: both.map((entraTenantId) => ({
      entraTenantId,
      policies: 5,
      seed: 1,
      ...(entraTenantId === otherTenantId && { displayName: 'Contoso' }),
    })),
  })
  const path = `/${version}/organization`
  const { json } = await simulator.get(path)
  expect(json['@odata.context']).toBe(`https://graph.microsoft.com/${version}/$metadata#organization`)
  expect(json.value).toEqual([
    {
      id: tenantId,
      displayName: 'Simulated aaaaaaaa',
      verifiedDomains: [
        expect.objectContaining({ name: 'simaaaaaaaa.onmicrosoft.com', isDefault: true, isInitial: true }),
      ],
    },
  ])
  const token = String((await simulator.token({}, otherTenantId)).json.access_token)
  const other = await simulator.get(`${path}?$select=id,displayName`, token)
  expect(other.json.value).toEqual([{ id: otherTenantId, displayName: 'Contoso' }])
  expect((await simulator.get(`${path}?$expand=extensions`)).status).toBe(400)
})

test.each([
  [
    'organization',
    ['Organization.Read.All', 'Directory.Read.All'],
    ['LicenseAssignment.Read.All', 'GroupMember.Read.All'],
  ],
  [
    'subscribedSkus',
    ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'],
    ['DeviceManagementConfiguration.Read.All', 'GroupMember.Read.All'],
  ],
])('%s needs one of its permissions', async (path, enough, others) => {
  const simulator = await start()
  expect((await simulator.get(`/v1.0/${path}`)).status).toBe(200) // with the roles that a tenant has by default
  for (const role of enough) expect((await withRole(simulator, role, `/v1.0/${path}`)).status).toBe(200)
  for (const role of others)
    expect(await withRole(simulator, role, `/v1.0/${path}`)).toMatchObject({
      status: 403,
      json: { error: { code: 'Authorization_RequestDenied' } },
    })
})

test('subscribedSkus has the service plans of all collections that the tenant has a licence for', async () => {
  const simulator = await start({ collections: madeUp })
  const plans = async () => {
    const [sku, ...more] = (await simulator.get('/beta/subscribedSkus')).json.value
    expect(sku).toMatchObject({ skuPartNumber: expect.any(String), capabilityStatus: 'Enabled' })
    expect(more).toEqual([])
    for (const plan of sku.servicePlans)
      expect(plan).toMatchObject({ servicePlanId: expect.any(String), provisioningStatus: 'Success' })
    return sku.servicePlans.map(({ servicePlanName }: { servicePlanName: string }) => servicePlanName)
  }
  expect(await plans()).toEqual(['INTUNE_A', 'AAD_PREMIUM', 'AAD_PREMIUM_P2'])
  simulator.control.licence(tenantId, 'madeUpScripts', false)
  expect(await plans()).toEqual(['INTUNE_A', 'AAD_PREMIUM_P2'])
  simulator.control.licence(tenantId, 'madeUpScripts', true)
  expect(await plans()).toHaveLength(3)
  expect(() => simulator.control.licence(tenantId, 'nonsense', false)).toThrow('no collection nonsense')
})

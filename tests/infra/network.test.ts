import { place } from './support/functions'
import { deployMain, inside, ofType } from './support/installation'

test('private: an endpoint and a zone for each service, and none of them is public', async () => {
  const deployment = await deployMain('production', { privateNetworking: true })
  const endpoints = ofType(deployment, 'Microsoft.Network/privateEndpoints').map(({ body }) => {
    const { privateLinkServiceId, groupIds } = inside(
      body,
      'properties.privateLinkServiceConnections.0.properties',
    ) as {
      privateLinkServiceId: string
      groupIds: string[]
    }
    return [privateLinkServiceId.split('/').at(-2), ...groupIds]
  })
  expect(endpoints).toEqual([
    ['namespaces', 'namespace'],
    ['storageAccounts', 'blob'],
    ['vaults', 'vault'],
    ['flexibleServers', 'postgresqlServer'],
  ])
  expect(ofType(deployment, 'Microsoft.Network/privateDnsZones').map(({ name }) => name)).toEqual([
    'privatelink.servicebus.windows.net',
    'privatelink.blob.core.windows.net',
    'privatelink.vaultcore.azure.net',
    'privatelink.postgres.database.azure.com',
  ])
  const access = (type: string, path = 'properties.publicNetworkAccess') =>
    ofType(deployment, type).map(({ body }) => inside(body, path))
  expect(access('Microsoft.ServiceBus/namespaces')).toEqual(['Disabled'])
  expect(access('Microsoft.Storage/storageAccounts')).toEqual(['Disabled'])
  expect(access('Microsoft.KeyVault/vaults')).toEqual(['Disabled'])
  expect(access('Microsoft.DBforPostgreSQL/flexibleServers', 'properties.network.publicNetworkAccess')).toEqual([
    'Disabled',
  ])
  expect(ofType(deployment, 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules')).toEqual([])
})

test('private: both apps share one subnet of 64 addresses that Flex Consumption may use; the API stays public', async () => {
  const deployment = await deployMain('production', { privateNetworking: true })
  const [apps] = ofType(deployment, 'Microsoft.Network/virtualNetworks/subnets')
  expect(apps?.body['properties']).toMatchObject({
    addressPrefix: '10.0.0.0/26',
    delegations: [{ properties: { serviceName: 'Microsoft.App/environments' } }],
  })
  for (const { body } of ofType(deployment, 'Microsoft.Web/sites')) {
    expect(inside(body, 'properties.virtualNetworkSubnetId')).toBe(apps?.id)
    expect(inside(body, 'properties.publicNetworkAccess')).toBeUndefined()
  }
})

test('not private: no network, and Azure alone reaches the database', async () => {
  const deployment = await deployMain('production', { privateNetworking: false })
  expect(deployment.resources.filter(({ type }) => type.startsWith('Microsoft.Network/'))).toEqual([])
  for (const { body } of ofType(deployment, 'Microsoft.Web/sites'))
    expect(inside(body, 'properties.virtualNetworkSubnetId')).toBeNull()
  const rules = ofType(deployment, 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules')
  expect(rules.map(({ body }) => body['properties'])).toEqual([{ startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }])
})

test('everything is in the one region, or in none', async () => {
  const { resources } = await deployMain('production', { privateNetworking: true })
  const locations = resources.flatMap(({ body }) => body['location'] ?? [])
  expect(new Set(locations)).toEqual(new Set([place.location, 'global']))
})

test('logs and metrics of Service Bus, PostgreSQL and vault go to the workspace', async () => {
  const deployment = await deployMain('production')
  const [workspace] = ofType(deployment, 'Microsoft.OperationalInsights/workspaces')
  const settings = ofType(deployment, 'Microsoft.Insights/diagnosticSettings')
  expect(settings.map(({ scope }) => String(scope.split('/').at(-2))).toSorted()).toEqual([
    'flexibleServers',
    'namespaces',
    'vaults',
  ])
  for (const { body } of settings) expect(inside(body, 'properties.workspaceId')).toBe(workspace?.id)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import host from '../../host.json'
import { azureCloud } from '../../src/azure-cloud'
import { consentRoutes } from '../../src/http/routes/consent'
import { operationRecords } from '../../src/operations/registry'
import { askedPermissions } from './support/asked-permissions'
import { deploy } from './support/deploy'
import { readInfra } from './support/files'
import { madeGuid, place, type Value } from './support/functions'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

/** The ids of Microsoft Graph's application permissions, from its permissions reference. */
const permissionIds: Readonly<Record<string, string>> = {
  'DeviceManagementConfiguration.Read.All': 'dc377aa6-52d8-4e23-b271-2a7ae04cedf3',
  'DeviceManagementScripts.Read.All': 'c7a5be92-2b3d-4540-8a67-c96dcaae8b43',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
}

async function deployEntra(changed: Record<string, Value> = {}) {
  const parameters = { environmentName: 'production', appRoleMode: 'split', ...changed }
  const deployment = deploy(await readInfra(), 'entra.bicep', parameters)
  const body = (kind: string) =>
    ofType(deployment, 'Microsoft.Graph/applications').find(({ name }) => name.startsWith(`tenantpilot-${kind}-`))!.body
  return { ...deployment, api: body('api'), reader: body('reader'), restorer: body('restorer') }
}

test('the reader asks for what policy types, names and verify need, and for no more', async () => {
  const { reader } = await deployEntra()
  const [graph, ...others] = reader['requiredResourceAccess'] as { resourceAppId: string; resourceAccess: Value[] }[]
  expect(others).toEqual([])
  expect(graph?.resourceAppId).toBe('00000003-0000-0000-c000-000000000000')
  const needed = await askedPermissions()
  expect(needed).toContain('Organization.Read.All')
  expect(graph?.resourceAccess).toEqual(needed.map((name) => ({ id: permissionIds[name], type: 'Role' })))
})

test('the restorer asks for nothing, as long as no operation writes to a tenant', async () => {
  const writing = [...operationRecords.values()].filter(({ writesToTenant }) => writesToTenant)
  expect(writing).toEqual([])
  expect((await deployEntra()).restorer['requiredResourceAccess']).toBeUndefined()
})

test('redirect addresses are those of the routes, at the address that main.bicep gives the app', async () => {
  const prefix = host.extensions.http.routePrefix
  const pathOf = (route: string) => consentRoutes.find(({ name }) => name === route)!.path
  for (const environment of environments)
    for (const appRoleMode of ['split', 'all']) {
      const { outputs } = await deployMain(environment, { appRoleMode })
      const { api, reader } = await deployEntra({ environmentName: environment, appRoleMode })
      const base = `${String(outputs['publicBaseUrl'])}/${prefix}`
      expect(inside(api, 'web.redirectUris')).toEqual([`${base}/${pathOf('consentSignedIn')}`])
      expect(inside(reader, 'web.redirectUris')).toEqual([`${base}/${pathOf('consentCallback')}`])
    }
  const { reader } = await deployEntra({ publicBaseUrl: 'https://api.example.com' })
  expect(inside(reader, 'web.redirectUris')).toEqual(['https://api.example.com/api/consent/callback'])
})

test('scopes, app roles, claims and the client without consent are as docs/deploying.md makes them by hand', async () => {
  const { api } = await deployEntra()
  const byHand = readFileSync(join(__dirname, '../../docs/deploying.md'), 'utf8').replaceAll('\\"', '"')
  const roles = [...byHand.matchAll(/\$\(role (\w+) '([^']+)' '([^']+)'\)/g)].map(
    ([, value, description, members]) => ({
      value,
      displayName: value,
      description,
      allowedMemberTypes: JSON.parse(`[${members}]`) as string[],
      isEnabled: true,
    }),
  )
  expect(roles).toHaveLength(3)
  expect(api['appRoles']).toMatchObject(roles)
  expect(api['appRoles']).toHaveLength(3)
  const [, scope] = /SCOPES="\[\{"id":"\$SCOPE",(.+?)\}\]"/s.exec(byHand)!
  expect(inside(api, 'api.oauth2PermissionScopes')).toMatchObject([JSON.parse(`{${scope}}`)])
  const [, claims] = /"optionalClaims": (\{.+\}),/.exec(byHand)!
  expect(api['optionalClaims']).toEqual(JSON.parse(claims!))
  expect(byHand).toContain(`"groupMembershipClaims": "${String(api['groupMembershipClaims'])}"`)
  expect(byHand).toContain(`"requestedAccessTokenVersion": ${String(inside(api, 'api.requestedAccessTokenVersion'))}`)
  const [, tokens] = /"implicitGrantSettings": (\{.+?\})/.exec(byHand)!
  expect(inside(api, 'web.implicitGrantSettings')).toEqual(JSON.parse(tokens!))
  const [, azureCli] = /"preAuthorizedApplications": \[\{"appId": "([^"]+)"/.exec(byHand)!
  const [{ id }] = inside(api, 'api.oauth2PermissionScopes') as [{ id: string }]
  expect(inside(api, 'api.preAuthorizedApplications')).toEqual([{ appId: azureCli, delegatedPermissionIds: [id] }])
})

test('all are for many tenants, and no id stands for two things', async () => {
  const { api, reader, restorer } = await deployEntra()
  for (const { signInAudience } of [api, reader, restorer]) expect(signInAudience).toBe('AzureADMultipleOrgs')
  const ids = [
    ...(api['appRoles'] as { id: string }[]),
    ...(inside(api, 'api.oauth2PermissionScopes') as { id: string }[]),
  ]
  expect(new Set(ids.map(({ id }) => id)).size).toBe(4)
})

test('the API has an address with a name, and from the second time on that of its client id, which our commands ask for', async () => {
  const named = `api://${place.tenantId}/tenantpilot-api-production`
  const first = await deployEntra()
  expect(first.api['identifierUris']).toEqual([named])
  const apiClientId = first.outputs['apiClientId']!
  const again = await deployEntra({ apiClientId })
  expect(again.api['identifierUris']).toEqual([named, `api://${String(apiClientId)}`])
})

test('each registration has a service principal in its own tenant', async () => {
  const deployment = await deployEntra()
  const principals = ofType(deployment, 'Microsoft.Graph/servicePrincipals').map(({ body }) => body['appId'])
  const { apiClientId, readerClientId, restorerClientId } = deployment.outputs
  expect(principals).toEqual([apiClientId, readerClientId, restorerClientId])
})

test('the identity of the worker stands for reader and restorer, and nobody else does', async () => {
  const { outputs } = await deployMain('production')
  const parameters = { environmentName: 'production', workerPrincipalId: outputs['workerPrincipalId']! }
  const deployment = deploy(await readInfra(), 'federation.bicep', parameters)
  expect(
    deployment.resources.map(({ name, body }) => [name, body['issuer'], body['subject'], body['audiences']]),
  ).toEqual(
    ['reader', 'restorer'].map((kind) => [
      `tenantpilot-${kind}-production/worker`,
      `https://login.microsoftonline.com/${place.tenantId}/v2.0`,
      madeGuid('principal', 'tenantpilot-worker-production'),
      ['api://AzureADTokenExchange'],
    ]),
  )
})

test.each(['login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn'])(
  'in the cloud of %s it does so for the audience for which the worker asks',
  async (host) => {
    const { exchangeScope } = azureCloud(`https://${host}`)
    const audience = exchangeScope.replace('/.default', '')
    const parameters = { environmentName: 'production', workerPrincipalId: 'p', audience }
    const { resources } = deploy(await readInfra(), 'federation.bicep', parameters)
    expect(resources.map(({ body }) => body['audiences'])).toEqual([[audience], [audience]])
  },
)

test('the registrations that are federated exist under the same names', async () => {
  const names = ofType(await deployEntra(), 'Microsoft.Graph/applications').map(({ name }) => name)
  expect(names).toEqual([
    'tenantpilot-api-production',
    'tenantpilot-reader-production',
    'tenantpilot-restorer-production',
  ])
})

import { deploy } from './support/deploy'
import { readInfra } from './support/files'
import { madeGuid, type Value } from './support/functions'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c'
const roleBasedAccessControlAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const lastOf = (id: Value | undefined) => String(id).split('/').at(-1)!

async function deployBootstrap() {
  const parameters = {
    environmentName: 'production',
    location: 'westeurope',
    resourceGroupName: 'tenantpilot-production',
    githubRepository: 'example/tenantpilot',
  }
  const deployment = deploy(await readInfra(), 'bootstrap.bicep', parameters)
  const assignments = ofType(deployment, 'Microsoft.Authorization/roleAssignments').map(({ scope, body }) => ({
    scope,
    principal: inside(body, 'properties.principalId'),
    role: lastOf(inside(body, 'properties.roleDefinitionId')),
    condition: inside(body, 'properties.condition'),
    version: inside(body, 'properties.conditionVersion'),
  }))
  return { ...deployment, assignments }
}

test('workflows of one environment of one repository sign in as the deployer, without a secret', async () => {
  const deployment = await deployBootstrap()
  const credentials = ofType(
    deployment,
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  )
  expect(credentials.map(({ name, body }) => [name, body['properties']])).toEqual([
    [
      'tenantpilot-deployer-production/github-production',
      {
        issuer: 'https://token.actions.githubusercontent.com',
        subject: 'repo:example/tenantpilot:environment:production',
        audiences: ['api://AzureADTokenExchange'],
      },
    ],
  ])
  expect(deployment.outputs['clientId']).toBe(madeGuid('client', 'tenantpilot-deployer-production'))
})

test('the deployer has rights in the one resource group alone: contributor, roles under a condition, locks', async () => {
  const deployment = await deployBootstrap()
  const [locker] = ofType(deployment, 'Microsoft.Authorization/roleDefinitions')
  expect(deployment.assignments).toMatchObject([
    { role: contributor, condition: null, version: null },
    { role: roleBasedAccessControlAdministrator, version: '2.0' },
    { role: locker!.name, condition: null },
  ])
  for (const { scope, principal } of deployment.assignments) {
    expect(lastOf(scope)).toBe('tenantpilot-production')
    expect(principal).toBe(madeGuid('principal', 'tenantpilot-deployer-production'))
  }
})

test('it may set locks, and not remove them', async () => {
  const [locker] = ofType(await deployBootstrap(), 'Microsoft.Authorization/roleDefinitions')
  const [group] = ofType(await deployBootstrap(), 'Microsoft.Resources/resourceGroups')
  expect(inside(locker?.body, 'properties.permissions')).toEqual([
    { actions: ['Microsoft.Authorization/locks/read', 'Microsoft.Authorization/locks/write'] },
  ])
  expect(inside(locker?.body, 'properties.assignableScopes')).toEqual([group?.id])
})

test('it may give and take exactly the roles that main.bicep gives', async () => {
  const given = new Set<string>()
  for (const environment of environments)
    for (const { body } of ofType(await deployMain(environment), 'Microsoft.Authorization/roleAssignments'))
      given.add(lastOf(inside(body, 'properties.roleDefinitionId')))
  const { assignments } = await deployBootstrap()
  const condition = String(assignments.find(({ role }) => role === roleBasedAccessControlAdministrator)?.condition)
  const list = (condition.match(guid) ?? []).slice(0, given.size)
  expect(list.toSorted()).toEqual([...given].toSorted())
  const rule = (action: string, source: string) =>
    `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'}) OR ` +
    `@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${list.join(', ')}})`
  expect(condition).toBe(`${rule('write', 'Request')} AND ${rule('delete', 'Resource')}`)
})

test('the same workflows migrate as an identity of its own, where a repository is named', async () => {
  const credential = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials'
  expect(ofType(await deployMain('production'), credential)).toEqual([])
  const deployment = await deployMain('production', { githubRepository: 'example/tenantpilot' })
  expect(ofType(deployment, credential).map(({ name, body }) => [name, inside(body, 'properties.subject')])).toEqual([
    ['tenantpilot-migrator-production/github-production', 'repo:example/tenantpilot:environment:production'],
  ])
  expect(deployment.outputs).toMatchObject({
    migratorName: 'tenantpilot-migrator-production',
    migratorPrincipalId: madeGuid('principal', 'tenantpilot-migrator-production'),
    migratorClientId: madeGuid('client', 'tenantpilot-migrator-production'),
    loginNames: ['tenantpilot-api-production', 'tenantpilot-worker-production'],
  })
})

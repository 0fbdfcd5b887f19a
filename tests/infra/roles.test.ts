import type { Deployed, Deployment } from './support/deploy'
import { madeGuid } from './support/functions'
import { deployMain, filledIn, inside, ofType } from './support/installation'

/** The ids of the built-in roles, as Azure lists them. */
const builtIn: Readonly<Record<string, string>> = {
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '090c5cfd-751d-490a-894a-3ce6f1109419': 'Azure Service Bus Data Owner',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0': 'Azure Service Bus Data Receiver',
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39': 'Azure Service Bus Data Sender',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
}

const assignments = (deployment: Deployment) => ofType(deployment, 'Microsoft.Authorization/roleAssignments')
const roleOf = ({ body }: Deployed) => builtIn[String(inside(body, 'properties.roleDefinitionId')).split('/').at(-1)!]
/** What somebody may do, as `role on type/name`. */
function rightsOf(deployment: Deployment, principal: string): string[] {
  return assignments(deployment)
    .filter(({ body }) => inside(body, 'properties.principalId') === principal)
    .map((one) => `${roleOf(one)} on ${one.scope.split('/').slice(-2).join('/')}`)
    .toSorted()
}
const identity = (kind: string) => madeGuid('principal', `tenantpilot-${kind}-production`)

/** What the API may do. */
const ofApi = ({ resources }: Deployment) => {
  const nameOf = (type: string) => resources.find((resource) => resource.type === type)!.name
  return [
    'Azure Service Bus Data Receiver on queues/intune-operations-queue',
    'Azure Service Bus Data Receiver on queues/intune-sync-queue',
    'Azure Service Bus Data Sender on queues/intune-operations-queue',
    'Azure Service Bus Data Sender on queues/intune-sync-queue',
    'Monitoring Metrics Publisher on components/tenantpilot-production',
    `Storage Blob Data Owner on storageAccounts/${nameOf('Microsoft.Storage/storageAccounts')}`,
  ]
}

/** The worker may read the vault besides. */
const ofWorker = (deployment: Deployment) => {
  const [vault] = ofType(deployment, 'Microsoft.KeyVault/vaults')
  return [...ofApi(deployment), `Key Vault Secrets User on vaults/${vault!.name}`].toSorted()
}

test('API and worker may do the same, each as itself, but the worker alone reads the vault', async () => {
  const deployment = await deployMain('production', { workerMayManageQueues: false })
  expect(rightsOf(deployment, identity('api'))).toEqual(ofApi(deployment))
  expect(rightsOf(deployment, identity('worker'))).toEqual(ofWorker(deployment))
})

test('by parameter the worker may manage queues, and the API never', async () => {
  const deployment = await deployMain('production', { workerMayManageQueues: true })
  const [namespace] = ofType(deployment, 'Microsoft.ServiceBus/namespaces')
  const more = `Azure Service Bus Data Owner on namespaces/${namespace!.name}`
  expect(rightsOf(deployment, identity('api'))).toEqual(ofApi(deployment))
  expect(rightsOf(deployment, identity('worker'))).toEqual([...ofWorker(deployment), more].toSorted())
})

test('one app for all has the identity of the worker, and there is no other', async () => {
  const deployment = await deployMain('production', { appRoleMode: 'all', workerMayManageQueues: false })
  expect(rightsOf(deployment, identity('worker'))).toEqual(ofWorker(deployment))
  const identities = ofType(deployment, 'Microsoft.ManagedIdentity/userAssignedIdentities').map(({ name }) => name)
  expect(identities.toSorted()).toEqual(['tenantpilot-migrator-production', 'tenantpilot-worker-production'])
  expect(deployment.outputs['workerPrincipalId']).toBe(identity('worker'))
})

test('operators read everything, and look into the queues', async () => {
  const deployment = await deployMain('production')
  const [namespace] = ofType(deployment, 'Microsoft.ServiceBus/namespaces')
  expect(rightsOf(deployment, filledIn.OPERATORS_GROUP_ID)).toEqual([
    `Azure Service Bus Data Receiver on namespaces/${namespace!.name}`,
    `Azure Service Bus Data Sender on namespaces/${namespace!.name}`,
    'Reader on resourceGroups/tenantpilot',
  ])
  expect(rightsOf(await deployMain('production', { operatorsGroupId: '' }), '')).toEqual([])
})

test('by parameter they may manage the queues too', async () => {
  const deployment = await deployMain('production', { operatorsMayManageQueues: true })
  const [namespace] = ofType(deployment, 'Microsoft.ServiceBus/namespaces')
  expect(rightsOf(deployment, filledIn.OPERATORS_GROUP_ID)).toContain(
    `Azure Service Bus Data Owner on namespaces/${namespace!.name}`,
  )
})

test('the migrator may do nothing in Azure, and whoever deploys writes secrets', async () => {
  const deployment = await deployMain('production')
  const [vault] = ofType(deployment, 'Microsoft.KeyVault/vaults')
  expect(rightsOf(deployment, identity('migrator'))).toEqual([])
  expect(rightsOf(deployment, madeGuid('deployer'))).toEqual([`Key Vault Secrets Officer on vaults/${vault!.name}`])
})

test('nobody else has a right, every role is known, and no assignment has the name of another', async () => {
  const deployment = await deployMain('production')
  const all = assignments(deployment)
  const principals = [identity('api'), identity('worker'), madeGuid('deployer'), filledIn.OPERATORS_GROUP_ID]
  expect(all.filter(({ body }) => !principals.includes(String(inside(body, 'properties.principalId'))))).toEqual([])
  expect(all.filter((one) => roleOf(one) === undefined)).toEqual([])
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

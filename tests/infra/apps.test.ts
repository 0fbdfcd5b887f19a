import { app } from '@azure/functions'
import { registerQueues } from '../../functions/queues'
import host from '../../host.json'
import type { Deployment } from './support/deploy'
import type { Value } from './support/functions'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

const sites = (deployment: Deployment) => ofType(deployment, 'Microsoft.Web/sites')
const scaleOf = (deployment: Deployment) =>
  sites(deployment).map(({ body }) => inside(body, 'properties.functionAppConfig.scaleAndConcurrency'))

test('names differ in what the host makes its id of, in all environments together', async () => {
  const names: string[] = []
  for (const environment of environments)
    for (const appRoleMode of ['all', 'split'])
      names.push(...sites(await deployMain(environment, { appRoleMode })).map(({ name }) => name))
  expect(names).toHaveLength(9)
  expect(new Set(names.map((name) => name.slice(0, 32))).size).toBe(9)
  expect(names.filter((name) => name.length > 32 || !/^[a-z][a-z0-9-]+$/.test(name))).toEqual([])
})

test.each(environments)('%s: the name of the namespace fits, of which the types say nothing', async (name) => {
  for (const { name: bus } of ofType(await deployMain(name), 'Microsoft.ServiceBus/namespaces'))
    expect(bus).toMatch(/^[a-z][a-z0-9-]{4,48}[a-z0-9]$/)
})

test.each(environments)('%s: each app has its own plan, container and tag', async (name) => {
  const deployment = await deployMain(name)
  const apps = sites(deployment)
  const of = (path: string) => apps.map(({ body }) => inside(body, path))
  const plans = ofType(deployment, 'Microsoft.Web/serverfarms')
  expect(of('properties.serverFarmId')).toEqual(plans.map(({ id }) => id))
  expect(plans.map(({ body }) => body['sku'])).toEqual(apps.map(() => ({ name: 'FC1', tier: 'FlexConsumption' })))
  const containers = ofType(deployment, 'Microsoft.Storage/storageAccounts/blobServices/containers').map((container) =>
    container.name.split('/'),
  )
  expect(of('properties.functionAppConfig.deployment.storage.value')).toEqual(
    containers.map(([account, , container]) => `https://${account}.blob.core.windows.net/${container}`),
  )
  expect(of('tags.azd-service-name')).toEqual(name === 'dev' ? ['api'] : ['api', 'worker'])
  expect(of('properties.siteConfig.linuxFxVersion')).toEqual(apps.map(() => undefined))
  for (const { body } of apps) {
    const [identity] = Object.keys(inside(body, 'identity.userAssignedIdentities') as Record<string, Value>)
    expect(inside(body, 'properties.keyVaultReferenceIdentity')).toBe(identity)
    expect(inside(body, 'properties.functionAppConfig.deployment.storage.authentication')).toEqual({
      type: 'UserAssignedIdentity',
      userAssignedIdentityResourceId: identity,
    })
  }
})

test('in production requests and what a person waits for are ready in two zones', async () => {
  const always = (name: string) => [{ name, instanceCount: 2 }]
  expect(scaleOf(await deployMain('production'))).toMatchObject([
    { maximumInstanceCount: 40, alwaysReady: always('http') },
    { maximumInstanceCount: 40, alwaysReady: always('function:runInteractive') },
  ])
  const inOne = await deployMain('production', { zoneRedundant: false, appRoleMode: 'all', maximumInstances: 100 })
  expect(scaleOf(inOne)).toMatchObject([
    {
      maximumInstanceCount: 100,
      alwaysReady: [
        { name: 'http', instanceCount: 1 },
        { name: 'function:runInteractive', instanceCount: 1 },
      ],
    },
  ])
})

test.each(['dev', 'staging'])('in %s nothing is ready that nobody asked for', async (name) => {
  for (const scale of scaleOf(await deployMain(name))) expect(inside(scale, 'alwaysReady')).toEqual([])
})

test('the function that is always ready is one that is registered', () => {
  const registered = jest.spyOn(app, 'serviceBusQueue').mockImplementation(() => {})
  registerQueues({} as never, { sync: 's', interactive: 'i' })
  const interactive = registered.mock.calls.find(([, { queueName }]) => queueName === 'i')?.[0]
  registered.mockRestore()
  expect(interactive).toBe('runInteractive')
})

test('the host may work for as long as the plan allows, and holds a lock longer', () => {
  const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  expect(seconds(host.functionTimeout)).toBeLessThanOrEqual(3600)
  expect(seconds(host.extensions.serviceBus.maxAutoLockRenewalDuration)).toBeGreaterThan(seconds(host.functionTimeout))
})

import { checkDeployed } from './support/check-deployed'
import { deploy } from './support/deploy'
import { readInfra } from './support/files'
import { deployMain } from './support/installation'
import { environments } from './support/parameters'
import { readResourceTypes } from './support/resource-types'

const types = readResourceTypes()

describe.each(environments)('%s', (environment) => {
  test.each([
    ['split', false],
    ['split', true],
    ['all', false],
    ['all', true],
  ])(
    '%s, private %s: every value that is worked out is one that Azure takes',
    async (appRoleMode, privateNetworking) => {
      const { resources } = await deployMain(environment, {
        appRoleMode,
        privateNetworking,
        githubRepository: 'a/b',
        budgetAmount: 100,
        budgetStart: '2026-12-01',
      })
      expect(resources.flatMap((resource) => checkDeployed(resource, types))).toEqual([])
      const ids = resources.map(({ id }) => id)
      expect(ids.filter((id, i) => ids.indexOf(id) < i)).toEqual([])
    },
  )
})

test('so it is before and after: bootstrap, registrations, federation', async () => {
  const files = await readInfra()
  const environmentName = 'production'
  const made = [
    deploy(files, 'bootstrap.bicep', {
      environmentName,
      location: 'westeurope',
      resourceGroupName: 'tenantpilot',
      githubRepository: 'a/b',
    }),
    deploy(files, 'entra.bicep', { environmentName, appRoleMode: 'split' }),
    deploy(files, 'federation.bicep', { environmentName, workerPrincipalId: 'p' }),
  ]
  expect(made.flatMap(({ resources }) => resources).flatMap((resource) => checkDeployed(resource, types))).toEqual([])
})

test('a name that is too long is found', async () => {
  const { resources } = await deployMain('dev', { environmentName: 'with-dash' })
  expect(resources.flatMap((resource) => checkDeployed(resource, types))).toEqual([
    expect.stringMatching(/^Microsoft\.Storage\/storageAccounts@\S+ tpwith-dash\w+: must be/),
  ])
})

test('a preview version is used only where there is no other', async () => {
  const versions = [...(await readInfra()).values()].flatMap(({ resources }) => resources.map(({ type }) => type))
  expect(new Set(versions.filter((type) => type.endsWith('-preview')))).toEqual(
    new Set(['Microsoft.Insights/diagnosticSettings@2021-05-01-preview']),
  )
})

test('every type in the tables is one that a source declares', async () => {
  const declared = [...(await readInfra()).values()].flatMap(({ resources }) => resources.map(({ type }) => type))
  expect([...types.keys()].filter((type) => !declared.includes(type))).toEqual([])
})

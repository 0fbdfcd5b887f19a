import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json'
import { infra, readInfra } from './support/files'
import { deployMain, inside, ofType } from './support/installation'
import { environments, readMainParameters } from './support/parameters'
import { runHook } from './support/run-hook'
import { hooksIn, readAzdProject } from './support/workflows'

const { hooks, infra: place, name: project, services } = readAzdProject()

test('it deploys main.bicep, whose tag names the environment', async () => {
  expect([project, place]).toEqual([manifest.name, { provider: 'bicep', path: 'infra', module: 'main' }])
  const tagged = ofType(await deployMain('staging'), 'Microsoft.Web/sites').map(({ body }) =>
    inside(body, 'tags.azd-env-name'),
  )
  expect(tagged).toEqual(['staging', 'staging'])
})

test.each(environments)(
  '%s: there is an app for each service that azd deploys, and a service for each app',
  async (name) => {
    const apps = ofType(await deployMain(name), 'Microsoft.Web/sites').map(({ body }) =>
      inside(body, 'tags.azd-service-name'),
    )
    const mode = name === 'dev' ? 'all' : 'split'
    const set = (worker: boolean) => ({
      AZURE_SUBSCRIPTION_ID: 's',
      APP_ROLE_MODE: mode,
      DEPLOY_WORKER: String(worker),
    })
    const allowed = [true, false].filter(
      (worker) => runHook('check-azd', [], { az: 'echo s' }, set(worker)).status === 0,
    )
    expect(allowed).toHaveLength(1)
    const deployed = Object.entries(services).filter(([, { condition }]) => condition === undefined || allowed[0])
    expect(new Set(deployed.map(([service]) => service))).toEqual(new Set(apps))
  },
)

test('the worker has a switch, and comes before the API', () => {
  expect(services['worker']!.condition).toBe('${DEPLOY_WORKER=true}')
  expect(services['api']).toMatchObject({ uses: ['worker'] })
  expect(services['api']).not.toHaveProperty('condition')
})

test('both services get the folder that npm run package makes', () => {
  const made = /dist\/package(?=,| as)/.exec(
    readFileSync(join(infra, '..', 'local', 'commands', 'package.ts'), 'utf8'),
  )![0]
  expect(Object.values(services).map((service) => service.project)).toEqual([made, made])
  expect(hooks.prepackage.run).toBe('npm ci && npm run package')
})

test('the scripts run where their turn is', () => {
  expect(Object.entries(hooks).map(([event, { run }]) => [event, ...hooksIn(run)])).toEqual([
    ['prepackage'],
    ['preprovision', 'check-azd', 'check-environment', 'preflight', 'recover-vault'],
    ['postprovision', 'fingerprint-key'],
    ['predeploy', 'bootstrap', 'migrate'],
    ['postdeploy', 'smoke'],
  ])
})

test('a server that stands already is not bootstrapped, and is migrated where its name says', () => {
  const script = `POSTGRES_MODE=existing; ${hooks.predeploy.run}`
  const tools = { az: 'echo token', npm: 'echo "$DATABASE_URL"' }
  const { calls, output } = runHook('in-environment', ['dev', 'sh', '-c', script], tools, {
    AZURE_RESOURCE_GROUP: 'group',
    POSTGRES_HOST: 'restored.example.com',
    postgresHost: 'old.example.com',
    postgresDatabase: 'tenantpilot',
    MIGRATES_AS: 'migrator',
  })
  expect(output).toBe('postgres://migrator@restored.example.com:5432/tenantpilot\n')
  expect(calls.at(-1)).toBe('npm run -s db:migrate')
  expect(calls).toHaveLength(2)
})

test('they take outputs of main.bicep and variables of its parameters', async () => {
  const outputs = (await readInfra()).get('main.bicep')!.text.matchAll(/^output (\w+)/gm)
  const known = [
    ...[...outputs].map(([, name]) => name!),
    ...(await readMainParameters()).reads.map(({ name }) => name),
  ]
  const used = Object.values(hooks).flatMap(({ run }) => [...run.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!))
  expect(used.length).toBeGreaterThan(4)
  expect(used.filter((name) => !known.includes(name))).toEqual(['MIGRATES_AS'])
  expect(known).toContain('recoverVault'.replace(/[A-Z]/, '_$&').toUpperCase())
})

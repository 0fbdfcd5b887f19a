import { Environment, platformSettings, readEnvironment } from '../../src/environment'
import { deploy, type Deployment } from './support/deploy'
import { readInfra } from './support/files'
import { madeGuid } from './support/functions'
import { deployMain, filledIn, inside, ofType } from './support/installation'
import { environments, parametersIn, readEnvironmentFile, readMainParameters } from './support/parameters'

/** The settings of the platform, and those that their descriptions name besides. */
const ofPlatform = Object.entries(platformSettings).flatMap(([name, says]) => [
  name,
  ...[...says.matchAll(/`(\w+__\w+)`/g)].map(([, other]) => other!),
])
const known = [...Object.keys(Environment.shape), ...ofPlatform]
/** Flex Consumption refuses these, or ignores them. */
const refused = /^(?:FUNCTIONS_|WEBSITE_|SCM_DO_BUILD|ENABLE_ORYX)/

/** The settings of each app, by its role. */
function settingsOf(deployment: Deployment): Map<string, Record<string, string>> {
  const apps = ofType(deployment, 'Microsoft.Web/sites').map(({ body }) => {
    const pairs = inside(body, 'properties.siteConfig.appSettings') as { name: string; value: string }[]
    return Object.fromEntries(pairs.map(({ name, value }) => [name, value]))
  })
  return new Map(apps.map((settings) => [settings['APP_ROLE']!, settings]))
}

test.each(environments)('%s: the app accepts the settings, and there is none that nothing reads', async (name) => {
  const apps = settingsOf(await deployMain(name))
  expect([...apps.keys()]).toEqual(name === 'dev' ? ['all'] : ['api', 'worker'])
  for (const settings of apps.values()) {
    expect(Object.keys(settings).filter((setting) => !known.includes(setting) || refused.test(setting))).toEqual([])
    // the platform puts the secret in the place of the reference
    const { problems } = readEnvironment({ ...settings, SETTINGS_FINGERPRINT_KEY: 'k'.repeat(32) })
    expect(problems).toEqual([])
    expect(ofPlatform.filter((setting) => !(setting in settings))).toEqual([
      'FUNCTIONS_WORKER_RUNTIME',
      'AzureWebJobsStorage',
    ])
  }
})

test('each app signs in everywhere as its own identity, and to PostgreSQL without a password', async () => {
  const apps = settingsOf(await deployMain('production'))
  for (const role of ['api', 'worker']) {
    const identity = `tenantpilot-${role}-production`
    const client = madeGuid('client', identity)
    expect(apps.get(role)).toMatchObject({
      AZURE_CLIENT_ID: client,
      ServiceBusConnection__clientId: client,
      ServiceBusConnection__credential: 'managedidentity',
      AzureWebJobsStorage__clientId: client,
      AzureWebJobsStorage__credential: 'managedidentity',
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${client};Authorization=AAD`,
    })
    const url = new URL(apps.get(role)!['DATABASE_URL']!)
    expect([url.username, url.password, url.port, url.pathname]).toEqual([identity, '', '5432', '/tenantpilot'])
  }
})

test('the fingerprint key is a reference to the vault, for the worker alone', async () => {
  const deployment = await deployMain('production')
  const [vault] = ofType(deployment, 'Microsoft.KeyVault/vaults')
  const reference = `@Microsoft.KeyVault(SecretUri=https://${vault!.name}.vault.azure.net/secrets/settings-fingerprint-key)`
  const apps = settingsOf(deployment)
  expect(apps.get('worker')!['SETTINGS_FINGERPRINT_KEY']).toBe(reference)
  expect(apps.get('api')).not.toHaveProperty('SETTINGS_FINGERPRINT_KEY')
})

test('the worker alone is told where certificate and secret are', async () => {
  const uri = (name: string) => `https://vault.vault.azure.net/secrets/${name}`
  const changed = { certificateUri: uri('certificate'), clientSecretUri: uri('secret') }
  const apps = settingsOf(await deployMain('production', changed))
  expect(apps.get('worker')).toMatchObject({
    AZURE_AD_CERTIFICATE_URI: changed.certificateUri,
    AZURE_AD_CLIENT_SECRET_URI: changed.clientSecretUri,
  })
  expect(readEnvironment({ ...apps.get('worker'), SETTINGS_FINGERPRINT_KEY: 'k'.repeat(32) }).problems).toEqual([])
  expect(Object.keys(apps.get('api')!).filter((name) => /^AZURE_AD_C\w+_URI$/.test(name))).toEqual([])
})

test('what is filled in reaches the apps', async () => {
  const link = 'https://app.example.com/runs/{runId}'
  const changed = { runLinkTemplate: link, publicBaseUrl: 'https://api.example.com', policySettingsSchema: 'app' }
  for (const settings of settingsOf(await deployMain('staging', changed)).values())
    expect(settings).toMatchObject({
      API_CLIENT_ID: filledIn.API_CLIENT_ID,
      AZURE_AD_CLIENT_ID: filledIn.READER_CLIENT_ID,
      RUN_LINK_TEMPLATE: link,
      PUBLIC_BASE_URL: 'https://api.example.com',
      POLICY_SETTINGS_SCHEMA: 'app',
    })
})

test('how much is kept, of traces and of runs, can be set; without, it is what the code says', async () => {
  const names = ['TELEMETRY_SAMPLING_RATIO', 'RUN_RETENTION_DAYS'] as const
  const kept = (env: Record<string, string>) => {
    const settings = settingsOf(deployed(env)).values()
    return [...settings].map((all) => names.map((name) => String(Environment.shape[name].parse(all[name]))))
  }
  const file = await readMainParameters()
  const files = await readInfra()
  const deployed = (env: Record<string, string>) =>
    deploy(files, 'main.bicep', parametersIn(file, { ...readEnvironmentFile('dev'), ...filledIn, ...env }))
  expect(kept({})).toEqual([names.map((name) => String(Environment.shape[name].parse(undefined)))])
  expect(kept({ TELEMETRY_SAMPLING_RATIO: '0.5', RUN_RETENTION_DAYS: '30' })).toEqual([['0.5', '30']])
})

test('without an address of its own, both apps give out the address of the API', async () => {
  const deployment = await deployMain('staging')
  const api = ofType(deployment, 'Microsoft.Web/sites').find(({ name }) => name.startsWith('tp-api-'))
  for (const settings of settingsOf(deployment).values())
    expect(settings['PUBLIC_BASE_URL']).toBe(`https://${api!.name}.azurewebsites.net`)
})

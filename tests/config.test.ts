import { readConfig } from '../src/config'

const complete = {
  DATABASE_URL: 'postgres://u:p@localhost/db',
  API_CLIENT_ID: 'a0000000-0000-4000-8000-0000000000a1',
  AZURE_AD_CLIENT_ID: 'id',
  AZURE_AD_CLIENT_SECRET: 'secret',
  ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=s',
  SETTINGS_FINGERPRINT_KEY: 'x'.repeat(32),
}

test('a complete environment is read, with defaults', () => {
  expect(readConfig({ ...complete, GRAPH_BASE_URL: 'https://graph.microsoft.us/' })).toMatchObject({
    graphBaseUrl: 'https://graph.microsoft.us',
    queues: { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' },
    entra: { instanceDiscovery: true, authorityHost: 'https://login.microsoftonline.com' },
  })
})

const key = '00000000-0000-4000-8000-000000000000'

test.each([
  ['in quotes', `"InstrumentationKey=${key};IngestionEndpoint=https://x.example/"`],
  ['with a key that is too long', `InstrumentationKey=${key}0;IngestionEndpoint=https://x.example/`],
  ['without an address', `InstrumentationKey=${key}`],
  ['with an address without a host', `InstrumentationKey=${key};IngestionEndpoint=https://`],
  ['with an address that is none', `InstrumentationKey=${key};IngestionEndpoint=https://not a host`],
  ['with an address that is not https', `InstrumentationKey=${key};IngestionEndpoint=http://x.example/`],
])('a connection string of Application Insights %s is refused', (_how, APPLICATIONINSIGHTS_CONNECTION_STRING) => {
  expect(() => readConfig({ ...complete, APPLICATIONINSIGHTS_CONNECTION_STRING })).toThrow(
    /Correct these settings[\s\S]*APPLICATIONINSIGHTS_CONNECTION_STRING: must be the connection string/,
  )
})

test('a connection string of Application Insights as the portal shows it is taken, with a tenth of the traces', () => {
  const connectionString = `InstrumentationKey=${key};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/;ApplicationId=${key}`
  const config = readConfig({ ...complete, APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString })
  expect(config.telemetry).toEqual({ connectionString, samplingRatio: 0.1 })
  expect(readConfig(complete).telemetry).toBeNull()
})

test('an address of the database without a user is refused', () => {
  for (const address of ['postgres://localhost/db', 'postgres://:p@localhost/db'])
    expect(() => readConfig({ ...complete, DATABASE_URL: address, AZURE_CLIENT_ID: 'mi' })).toThrow(
      'DATABASE_URL: must name the user',
    )
})

test('the error lists every problem, and no value', () => {
  const read = () => readConfig({ ...complete, DATABASE_URL: 'hunter2', SETTINGS_FINGERPRINT_KEY: 'short' })
  expect(read).toThrow(/DATABASE_URL[\s\S]*SETTINGS_FINGERPRINT_KEY/)
  expect(read).not.toThrow(/hunter2/)
})

test('missing settings for the queue and for tokens are refused', () => {
  const { ServiceBusConnection: _bus, AZURE_AD_CLIENT_SECRET: _secret, ...rest } = complete
  expect(() => readConfig(rest)).toThrow(/ServiceBusConnection[\s\S]*AZURE_AD_CLIENT_SECRET/)
})

test('the API needs no fingerprint key, whoever runs operations does', () => {
  const { SETTINGS_FINGERPRINT_KEY: _key, ...rest } = complete
  expect(readConfig({ ...rest, APP_ROLE: 'api' }).fingerprintKey).toBeUndefined()
  for (const APP_ROLE of ['worker', 'all', ''])
    expect(() => readConfig({ ...rest, APP_ROLE })).toThrow('SETTINGS_FINGERPRINT_KEY: is required')
})

test('a managed identity needs neither secret nor connection string', () => {
  const { ServiceBusConnection: _bus, AZURE_AD_CLIENT_SECRET: _secret, ...rest } = complete
  const config = readConfig({
    ...rest,
    AZURE_CLIENT_ID: 'mi',
    ServiceBusConnection__fullyQualifiedNamespace: 'x.servicebus.windows.net',
  })
  expect(config).toMatchObject({
    identityClientId: 'mi',
    serviceBus: { fullyQualifiedNamespace: 'x.servicebus.windows.net' },
  })
})

test.each([
  ['DATABASE_URL', { DATABASE_URL: 'postgres://app@localhost/db' }],
  ['AZURE_AD_CERTIFICATE_URI', { AZURE_AD_CERTIFICATE_URI: 'https://v.vault.azure.net/secrets/reader/0a' }],
  ['AZURE_AD_CLIENT_SECRET_URI', { AZURE_AD_CLIENT_SECRET_URI: 'https://v.vault.azure.net/secrets/reader' }],
])('%s needs a managed identity: it is named, or the platform says where its tokens are', (name, settings) => {
  const read = (more = {}) => readConfig({ ...complete, ...settings, ...more })
  expect(read).toThrow(new RegExp(`${name}: .*AZURE_CLIENT_ID`))
  expect(read({ AZURE_CLIENT_ID: 'mi' }).identityClientId).toBe('mi')
  expect(read({ IDENTITY_ENDPOINT: 'http://localhost/msi/token' }).identityClientId).toBeUndefined()
})

test.each([
  ['https://login.microsoftonline.com', 'https://ossrdbms-aad.database.windows.net/.default'],
  ['https://login.microsoftonline.us', 'https://ossrdbms-aad.database.usgovcloudapi.net/.default'],
  ['https://login.partner.microsoftonline.cn', 'https://ossrdbms-aad.database.chinacloudapi.cn/.default'],
])('the cloud follows from the authority %s', (AZURE_AUTHORITY_HOST, databaseScope) => {
  expect(readConfig({ ...complete, AZURE_AUTHORITY_HOST }).cloud).toMatchObject({ databaseScope })
})

test('a Key Vault reference that the platform could not resolve is refused by name', () => {
  const reference = '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/client-secret)'
  const read = () => readConfig({ ...complete, AZURE_AD_CLIENT_SECRET: reference })
  expect(read).toThrow(/AZURE_AD_CLIENT_SECRET: its Key Vault reference was not resolved/)
  expect(read).not.toThrow(/vault\.azure\.net/)
})

test('an empty value counts as not set', () => {
  const config = readConfig({ ...complete, GRAPH_BASE_URL: '', AZURE_AD_CERTIFICATE_PATH: '', APP_ROLE: '' })
  expect(config).toMatchObject({ role: 'all', graphBaseUrl: 'https://graph.microsoft.com' })
  expect(() => readConfig({ ...complete, DATABASE_URL: '' })).toThrow(/DATABASE_URL/)
})

test.each([
  ['AZURE_AD_CLIENT_SECRET', ' @microsoft.keyvault(SecretUri=x)'],
  ['SYNC_COOLDOWN_SECONDS', '9007199254740991'],
  ['GRAPH_BASE_URL', 'http://graph.example.com'],
  ['INTERACTIVE_QUEUE', 'intune-sync-queue'],
  ['AZURE_AD_CLIENT_ID', '   '],
  ['SETTINGS_FINGERPRINT_KEY', ' '.repeat(40)],
  ['SETTINGS_FINGERPRINT_KEY', `<${'x'.repeat(40)}>`],
  ['AZURE_AD_CLIENT_ID', '<application (client) id>'],
  ['AZURE_AD_CERTIFICATE_PATH', '/no/such/certificate.pem'],
  ['ServiceBusConnection', 'garbage'],
  ['ServiceBusConnection', 'Endpoint=sb://x;SharedAccessKeyName=k'],
  ['ServiceBusConnection', 'Endpoint=sb://x;SharedAccessKeyName=k;SharedAccessKey=s;EntityPath=q'],
  ['DATABASE_URL', 'postgres://u:50%off@localhost/db'],
  ['DATABASE_URL', 'postgres://localhost'],
  ['GRAPH_BASE_URL', 'https://graph.microsoft.com/v1.0'],
  ['AZURE_AUTHORITY_HOST', 'https://user:pw@login.microsoftonline.com'],
  ['AZURE_AD_CERTIFICATE_PATH', '/tmp'],
  ['AZURE_AD_CERTIFICATE_PATH', __filename.replace('config.test.ts', 'tsconfig.json')],
  ['PUBLIC_BASE_URL', 'http://api.example.com'],
  ['PUBLIC_BASE_URL', 'https://api.example.com/base'],
  ['RUN_LINK_TEMPLATE', 'https://app.example.com/runs'],
  ['RUN_LINK_TEMPLATE', 'http://app.example.com/{runId}'],
  ['RUN_LINK_TEMPLATE', 'https://app.example.com/{tenant}/{runId}'],
  ['RUN_LINK_TEMPLATE', 'javascript:alert({runId})'],
  ['RUN_LINK_TEMPLATE', 'https://{runId}:x@app.example.com/{runId}{'],
  ['AZURE_AD_CERTIFICATE_URI', 'https://v.vault.azure.net/certificates/reader'],
  ['AZURE_AD_CLIENT_SECRET_URI', 'http://v.vault.azure.net/secrets/reader'],
  ['AZURE_AD_CLIENT_SECRET_URI', 'https://:hunter2@v.vault.azure.net/secrets/reader'],
  ['AZURE_AD_CLIENT_SECRET_URI', 'https://v.vault.azure.net/secrets/reader?api-version=7.5'],
  ['SYNC_QUEUE', 'Intune-Operations-Queue'],
  ['SYNC_QUEUE', 'a b'],
  ['ServiceBusConnection__fullyQualifiedNamespace', 'https://x.servicebus.windows.net/'],
])('%s %j is refused by name', (name, value) => {
  expect(() => readConfig({ ...complete, [name]: value })).toThrow(name)
})

test('all problems are told at once, and what is missing is called required', () => {
  const read = () => readConfig({ AZURE_AD_CLIENT_SECRET: '@Microsoft.KeyVault(x)', GRAPH_BASE_URL: 'nonsense' })
  for (const name of [
    'DATABASE_URL: is required',
    'AZURE_AD_CLIENT_SECRET: its Key Vault',
    'GRAPH_BASE_URL',
    'ServiceBusConnection: set',
  ])
    expect(read).toThrow(name)
})

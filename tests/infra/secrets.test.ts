import { readInfra } from './support/files'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

const functionsWithKeys = /\b(?:list\w*|getSecret|newGuid)\s*\(/
const words = /AccountKey=|SharedAccessKey|password(?!Auth: 'Disabled')|StorageAccountConnectionString/i

test('no source reads a key, a password or a connection string with one', async () => {
  const found = [...(await readInfra()).values()].flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => functionsWithKeys.test(line) || words.test(line))
      .map((line) => `${path}: ${line}`),
  )
  expect(found).toEqual([])
})

test('the check finds what it looks for', () => {
  expect('value: account.listKeys().keys[0].value').toMatch(functionsWithKeys)
  expect("value: 'Endpoint=sb://x;SharedAccessKeyName=y;SharedAccessKey=z'").toMatch(words)
  expect('administratorLoginPassword: password').toMatch(words)
  expect("passwordAuth: 'Enabled'").toMatch(words)
})

test.each(environments)('%s: every service takes Entra alone', async (name) => {
  const deployment = await deployMain(name)
  const of = (type: string, path: string) => ofType(deployment, type).map(({ body }) => inside(body, path))
  expect(of('Microsoft.ServiceBus/namespaces', 'properties.disableLocalAuth')).toEqual([true])
  expect(of('Microsoft.Storage/storageAccounts', 'properties.allowSharedKeyAccess')).toEqual([false])
  expect(of('Microsoft.Storage/storageAccounts', 'properties.allowBlobPublicAccess')).toEqual([false])
  expect(of('Microsoft.Insights/components', 'properties.DisableLocalAuth')).toEqual([true])
  expect(of('Microsoft.OperationalInsights/workspaces', 'properties.features.disableLocalAuth')).toEqual([true])
  expect(of('Microsoft.KeyVault/vaults', 'properties.enableRbacAuthorization')).toEqual([true])
  expect(of('Microsoft.KeyVault/vaults', 'properties.enablePurgeProtection')).toEqual([true])
  expect(of('Microsoft.DBforPostgreSQL/flexibleServers', 'properties.authConfig.passwordAuth')).toEqual(['Disabled'])
  expect(of('Microsoft.DBforPostgreSQL/flexibleServers', 'properties.authConfig.activeDirectoryAuth')).toEqual([
    'Enabled',
  ])
  expect(ofType(deployment, 'Microsoft.KeyVault/vaults/secrets')).toEqual([])
  const passwords = ofType(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies')
  const apps = ofType(deployment, 'Microsoft.Web/sites')
  expect(passwords.map(({ name: full, body }) => [full, inside(body, 'properties.allow')])).toEqual(
    apps.flatMap((app) => ['ftp', 'scm'].map((kind) => [`${app.name}/${kind}`, false])),
  )
})

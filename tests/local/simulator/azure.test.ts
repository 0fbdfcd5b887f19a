import { appIdentity, makeIdentityHeader, makeIdentityKeys } from '../../../local/identity/identities'
import { readToken } from '../../../local/identity/tokens'
import { callControlApi } from '../../../local/simulator/control-client'
import { type Running, start } from './harness'

const keys = makeIdentityKeys()
const header = makeIdentityHeader()

let simulator: Running
beforeEach(async () => void (simulator = await start({ identity: { keys, header } })))

interface Asked {
  resource?: string
  client_id?: string
  version?: string
  header?: string
}

function ask({ resource = 'https://vault.azure.net', version = '2019-08-01', ...asked }: Asked = {}) {
  const query = new URLSearchParams({
    'api-version': version,
    resource,
    client_id: asked.client_id ?? appIdentity.clientId,
  })
  return simulator.call(`/msi/token?${query.toString()}`, { headers: { 'X-IDENTITY-HEADER': asked.header ?? header } })
}

const control = async (method: string, path: string, body?: unknown) =>
  JSON.parse(await callControlApi(simulator, method, `azure/${path}`, body)) as Record<string, unknown>

test.each([
  'https://servicebus.azure.net/',
  'https://ossrdbms-aad.database.windows.net',
  'https://vault.azure.net',
  'https://monitor.azure.com/',
  'api://AzureADTokenExchange',
])('a token for %s is that of the identity, and says when it ends as text', async (resource) => {
  const { status, json } = await ask({ resource })
  expect(status).toBe(200)
  expect(json).toMatchObject({ resource, token_type: 'Bearer', client_id: appIdentity.clientId })
  expect(json.expires_on).toMatch(/^\d{10}$/)
  const claims = readToken(keys.publicKey, json.access_token, resource)
  expect(claims).toMatchObject({ oid: appIdentity.oid, aud: resource, exp: Number(json.expires_on) })
  expect(() => readToken(keys.publicKey, json.access_token, 'https://graph.microsoft.com')).toThrow('is for')
})

test.each<[number, string, Asked]>([
  [401, 'header', { header: 'another' }],
  [400, 'Managed Identity', { client_id: 'a0000000-0000-4000-8000-00000000000a' }],
  [400, 'api-version', { version: '2017-09-01' }],
  [400, 'not found', { resource: 'https://example.com' }],
])('%i: a request with another %s gets no token', async (status, says, asked) => {
  const answer = await ask(asked)
  expect([answer.status, answer.json.access_token]).toEqual([status, undefined])
  expect(answer.json).toMatchObject({ statusCode: status, message: expect.stringContaining(says) })
})

test('how long tokens live, and whether there are any, can be changed', async () => {
  await control('PATCH', 'identity', { seconds: 60 })
  const { json } = await ask()
  expect(Number(json.expires_on) - Date.now() / 1000).toBeLessThanOrEqual(60)
  expect(await control('PATCH', 'identity', { status: 500 })).toMatchObject({
    issued: { 'https://vault.azure.net': 1 },
  })
  expect((await ask()).status).toBe(500)
  await expect(control('PATCH', 'identity', { secods: 60 })).rejects.toThrow('secods')
})

async function secret(path: string, token?: string) {
  return simulator.call(
    `/secrets/${path}?api-version=7.6`,
    token ? { headers: { authorization: `Bearer ${token}` } } : {},
  )
}

test('the vault tells who has no token where there is one, and takes none for anything else', async () => {
  const { status, headers } = await secret('a')
  expect(status).toBe(401)
  expect(headers['www-authenticate']).toMatch(
    /^Bearer authorization="https:.*", resource="https:\/\/vault\.azure\.net"$/,
  )
  const { json } = await ask({ resource: 'https://servicebus.azure.net' })
  expect((await secret('a', json.access_token)).status).toBe(401)
})

test('the vault gives out the newest version, or the one that is named', async () => {
  const token = (await ask()).json.access_token
  const { id } = await control('PUT', 'secrets/a', { value: 'one', contentType: 'application/x-pem-file' })
  await control('PUT', 'secrets/a', { value: 'two', expiresOn: '2030-01-02T03:04:05.000Z' })
  expect((await secret('a', token)).json).toMatchObject({
    value: 'two',
    attributes: { enabled: true, exp: 1893553445 },
  })
  const version = String(id).split('/').at(-1)!
  expect((await secret(`a/${version}`, token)).json).toMatchObject({
    id,
    value: 'one',
    contentType: 'application/x-pem-file',
  })
  expect((await secret('b', token)).json.error.code).toBe('SecretNotFound')
  await control('PATCH', 'vault', { status: 403 })
  expect((await secret('a', token)).json.error.code).toBe('Forbidden')
})

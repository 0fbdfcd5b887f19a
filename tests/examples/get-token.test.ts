import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGetToken } from '../../examples/next-app/lib/tenantpilot/get-token'
import { plainWords } from '../../examples/next-app/lib/tenantpilot/plain-words'
import { startServer } from '../cli/server'
import { startUntrusted } from './untrusted'

const minute = 60_000
let now = 0
let answer: (request: IncomingMessage, response: ServerResponse) => void
let server: Awaited<ReturnType<typeof startServer>>

beforeEach(async () => {
  now = 1_000_000
  let count = 0
  answer = (_, response) => void json(response, 200, { access_token: `token-${++count}`, expires_in: 3600 })
  server = await startServer((request, response) => answer(request, response))
})
afterEach(() => server.close())

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const api = 'a0000000-0000-4000-8000-0000000000a1'
const make = (environment: Record<string, string> = {}) =>
  createGetToken({ environment: { TENANTPILOT_CLIENT_ID: api, ...environment }, now: () => now })
const registration = () => ({
  AZURE_TENANT_ID: 'home',
  AZURE_CLIENT_ID: 'app',
  AZURE_CLIENT_SECRET: 'very secret',
  AZURE_AUTHORITY_HOST: `${server.url}/`,
})
const form = (body: string) => Object.fromEntries(new URLSearchParams(body))

test("with a user's token the app asks on behalf of him", async () => {
  expect(await make(registration())('of the user')).toBe('token-1')
  expect(server.seen[0]!.request).toBe('POST /home/oauth2/v2.0/token')
  expect(form(server.seen[0]!.body)).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    assertion: 'of the user',
    client_id: 'app',
    client_secret: 'very secret',
    scope: `api://${api}/.default`,
  })
})

test('without one the app asks as itself, with its secret', async () => {
  expect(await make(registration())()).toBe('token-1')
  expect(form(server.seen[0]!.body)).toEqual({
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 'very secret',
    scope: `api://${api}/.default`,
  })
})

test('without a secret App Service is asked for a token of the managed identity', async () => {
  let header: unknown
  answer = (request, response) => {
    header = request.headers['x-identity-header']
    json(response, 200, { access_token: 'managed', expires_on: String((now + 60 * minute) / 1000) })
  }
  const identity = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: 'its header' }
  const getToken = make({ ...identity, AZURE_CLIENT_ID: 'assigned' })
  expect([await getToken(), await getToken()]).toEqual(['managed', 'managed'])
  expect(header).toBe('its header')
  const query = new URLSearchParams({ 'api-version': '2019-08-01', resource: `api://${api}`, client_id: 'assigned' })
  expect(server.seen.map(({ request }) => request)).toEqual([`GET /msi/token?${query.toString()}`])
})

test('elsewhere the metadata service is asked', async () => {
  let header: unknown
  answer = (request, response) => {
    header = request.headers.metadata
    json(response, 200, { access_token: 'managed', expires_in: '3600', expires_on: '1' })
  }
  expect(await make({ AZURE_POD_IDENTITY_AUTHORITY_HOST: server.url })()).toBe('managed')
  expect(header).toBe('true')
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource: `api://${api}` })
  expect(server.seen[0]!.request).toBe(`GET /metadata/identity/oauth2/token?${query.toString()}`)
})

test('a token is kept until five minutes before it expires', async () => {
  const getToken = make(registration())
  expect(await getToken()).toBe('token-1')
  now += 55 * minute - 1
  expect(await getToken()).toBe('token-1')
  now += 1
  expect(await getToken()).toBe('token-2')
})

test('callers at the same time share one request, and each user has a token of his own', async () => {
  const getToken = make(registration())
  const tokens = await Promise.all([getToken(), getToken(), getToken('a'), getToken('b'), getToken('a')])
  expect(server.seen).toHaveLength(3)
  expect(new Set(tokens).size).toBe(3)
  expect(tokens[0]).toBe(tokens[1])
  expect(tokens[2]).toBe(tokens[4])
})

test('a refusal is not kept, names its code, and has no secret', async () => {
  const well = answer
  answer = (_, response) =>
    void json(response, 401, { error: 'invalid_client', error_codes: [7000215], error_description: 'very secret' })
  const getToken = make(registration())
  await expect(getToken()).rejects.toThrow('No token was given: status 401, AADSTS7000215.')
  answer = well
  expect(await getToken()).toBe('token-1')
})

test.each([
  ['no reason', (response: ServerResponse) => response.writeHead(502).end('<html>'), 'status 502, without a reason'],
  ['a lost connection', (response: ServerResponse) => response.destroy(), 'cannot be reached'],
])('%s is no token', async (_, reply, says) => {
  answer = (_request, response) => void reply(response)
  await expect(make(registration())()).rejects.toThrow(says)
})

test('a setting that is missing is named', async () => {
  await expect(createGetToken({ environment: {} })()).rejects.toThrow('TENANTPILOT_CLIENT_ID is not set.')
  await expect(make({})('of the user')).rejects.toThrow('AZURE_CLIENT_SECRET must be set.')
})

test('a certificate that is not trusted is named', async () => {
  const untrusted = await startUntrusted()
  const asked = make({ ...registration(), AZURE_AUTHORITY_HOST: untrusted.url })().finally(untrusted.close)
  await expect(asked).rejects.toThrow('The token endpoint cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT.')
})

test('a redirect of the token endpoint is not followed, because the secret would go with it', async () => {
  answer = (_, response) => void response.writeHead(307, { location: `${server.url}/elsewhere` }).end()
  await expect(make(registration())()).rejects.toThrow('No token was given: status 307')
  expect(server.seen).toHaveLength(1)
})

test.each(['null', '7', '<html>'])('the answer %s is no token', async (text) => {
  answer = (_, response) => void response.end(text)
  await expect(make(registration())()).rejects.toThrow('No token was given: status 200')
})

const late = 'The sync service did not answer in time. Try again in a minute.'
const away = 'The sync service cannot be reached. Try again in a minute.'
const refused = 'This app got no access to the sync service. Ask an administrator to check how it signs in.'

test.each<[string, (response: ServerResponse) => void, string]>([
  ['a lost connection', (response) => response.destroy(), away],
  ['an error of a gateway', (response) => response.writeHead(502).end('<html>'), away],
  ['too many requests', (response) => json(response, 429, { error: 'temporarily_unavailable' }), away],
  ['a refusal', (response) => json(response, 401, { error: 'invalid_client' }), refused],
])('%s of the token endpoint is said in plain words', async (_, reply, words) => {
  answer = (_request, response) => reply(response)
  expect(plainWords(await failureOf(make(registration())()))).toBe(words)
})

test('a token endpoint that does not answer in time is late, and no refusal', async () => {
  answer = () => {}
  const { timeout } = AbortSignal
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 30))
  const failure = await failureOf(make(registration())()).finally(() => jest.restoreAllMocks())
  expect(failure).toMatchObject({ message: expect.stringContaining('The token endpoint cannot be reached') })
  expect(plainWords(failure)).toBe(late)
})

const failureOf = (asked: Promise<string>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  )

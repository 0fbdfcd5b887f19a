import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ManualClock } from '../../../local/clock'
import { list, otherTenantId, start, tenantId } from './harness'

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())

test('a token has tenant, app, audience, roles and expiry', async () => {
  const clock = new ManualClock()
  const simulator = await start({ clock })
  const { status, json } = await simulator.token()
  expect({ status, json }).toMatchObject({ status: 200, json: { token_type: 'Bearer', expires_in: 3600 } })
  expect(claimsOf(json.access_token)).toMatchObject({
    tid: tenantId,
    appid: simulator.clientId,
    aud: 'https://graph.microsoft.com',
    roles: expect.arrayContaining([
      'DeviceManagementConfiguration.Read.All',
      'GroupMember.Read.All',
      'Organization.Read.All',
    ]),
    exp: clock.now() / 1000 + 3600,
  })
  clock.advance(3_599_000)
  expect((await simulator.get(list, json.access_token)).status).toBe(200)
  clock.advance(1000)
  expect((await simulator.get(list, json.access_token)).status).toBe(401)
})

test('a token selects its tenant', async () => {
  const simulator = await start({
    tenants: [
      { entraTenantId: tenantId, policies: 10, seed: 1 },
      { entraTenantId: otherTenantId, policies: 20, seed: 2 },
    ],
  })
  const token = String((await simulator.token({}, otherTenantId.toUpperCase())).json.access_token)
  expect((await simulator.get(list)).json.value).toHaveLength(6)
  expect((await simulator.get(list, token)).json.value).toHaveLength(11)
})

test.each([
  ['a wrong secret', { client_secret: 'wrong' }, tenantId, 401, 'invalid_client', 7000215],
  ['an unknown app', { client_id: 'someone-else' }, tenantId, 400, 'unauthorized_client', 700016],
  ['an unknown tenant', {}, otherTenantId, 400, 'invalid_request', 90002],
  ['no tenant at all', {}, 'common', 400, 'invalid_request', 50194],
  [
    'a scope without .default',
    { scope: 'https://graph.microsoft.com/User.Read' },
    tenantId,
    400,
    'invalid_scope',
    1002012,
  ],
  ['another grant', { grant_type: 'password' }, tenantId, 400, 'unsupported_grant_type', 70003],
  [
    'a resource that the tenant does not have',
    { scope: 'https://graph.example.com/.default' },
    tenantId,
    400,
    'invalid_resource',
    500011,
  ],
  ['an assertion without its type', { client_assertion: 'a.b.c' }, tenantId, 400, 'invalid_request', 900144],
] as const)('%s is rejected as in Entra', async (_, form, tenant, status, error, code) => {
  const simulator = await start()
  const reply = await simulator.token(form, tenant)
  expect(reply).toMatchObject({
    status,
    json: {
      error,
      error_codes: [code],
      error_description: expect.stringMatching(new RegExp(`^AADSTS${code}: .* Trace ID: .* Correlation ID: `)),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    },
  })
})

test('Graph refuses a token for another resource, and takes its own under each of its names', async () => {
  const simulator = await start()
  const ask = async (resource: string) => {
    const { json } = await simulator.token({ scope: `${resource}/.default` })
    return simulator.get(list, String(json.access_token))
  }
  for (const resource of ['https://graph.microsoft.com/', '00000003-0000-0000-c000-000000000000', simulator.url])
    expect((await ask(resource)).status).toBe(200)
  expect(await ask('https://management.azure.com')).toMatchObject({
    status: 401,
    json: { error: { code: 'InvalidAuthenticationToken', message: expect.stringContaining('Invalid audience') } },
  })
})

test('roles that were granted come with new tokens, after the time that Entra needs', async () => {
  const clock = new ManualClock()
  const simulator = await start({ clock })
  const roles = async () => claimsOf(String((await simulator.token()).json.access_token)).roles
  simulator.control.roles(tenantId, ['Organization.Read.All'])
  simulator.control.roles(tenantId, ['Organization.Read.All', 'GroupMember.Read.All'], 120_000)
  expect(await roles()).toEqual(['Organization.Read.All'])
  clock.advance(120_000)
  expect(await roles()).toHaveLength(2)
})

test('the secret can become wrong or expired; existing tokens are revoked', async () => {
  const simulator = await start()
  expect((await simulator.get(list)).status).toBe(200)
  for (const [state, code] of [
    ['wrong', 7000215],
    ['expired', 7000222],
  ] as const) {
    simulator.control.secret(state)
    expect((await simulator.get(list)).status).toBe(401)
    expect(await simulator.token()).toMatchObject({ status: 401, json: { error_codes: [code] } })
  }
  simulator.control.secret('ok')
  expect((await simulator.token()).status).toBe(200)
})

test.each([
  [53003, 400, 'invalid_grant', undefined],
  [7000112, 400, 'unauthorized_client', undefined],
  [90033, 503, 'temporarily_unavailable', undefined],
  ['temporarily_unavailable', 503, 'temporarily_unavailable', undefined],
  [429, 429, 'temporarily_unavailable', '60'],
] as const)('token error %s on demand', async (code, status, error, retryAfter) => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'tokenError', code })
  const reply = await simulator.token()
  expect(reply).toMatchObject({ status, json: { error } })
  expect(reply.headers['retry-after']).toBe(retryAfter)
  expect((await simulator.token()).status).toBe(200)
})

test('a status fault hits the token endpoint only when it matches its path', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'status', status: 500, match: 'oauth2' })
  simulator.control.addFault({ kind: 'status', status: 502, match: 'deviceManagement' })
  simulator.control.addFault({ kind: 'status', status: 504 })
  expect([await simulator.token(), await simulator.token()].map(({ status }) => status)).toEqual([500, 200])
  expect([await simulator.get(list), await simulator.get(list)].map(({ status }) => status)).toEqual([502, 504])
})

test('without consent a token has no roles, and Graph answers 403', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'tokenError', code: 'noRoles' })
  const token = String((await simulator.token()).json.access_token)
  expect(claimsOf(token)).not.toHaveProperty('roles')
  expect((await simulator.get(list, token)).status).toBe(403)
})

test('token requests are counted by tenant and result', async () => {
  const simulator = await start()
  await simulator.token()
  await simulator.token({ client_secret: 'wrong' })
  expect(simulator.control.stats().tokenRequests).toEqual({
    total: 2,
    byTenant: { [tenantId]: 2 },
    byResult: { ok: 1, '401 7000215': 1 },
  })
})

test('@azure/identity gets a token, and the errors of Entra', async () => {
  const simulator = await start()
  const script = `
    const { ClientSecretCredential } = require('@azure/identity')
    const [tenant, client, secret, authorityHost] = process.argv.slice(1)
    new ClientSecretCredential(tenant, client, secret, { authorityHost, disableInstanceDiscovery: true })
      .getToken('https://graph.microsoft.com/.default')
      .then(({ token }) => console.log(token), (error) => console.log(error.message))`
  const ask = async (tenant: string, secret: string) => {
    const { clientId, authorityHost, caFile } = simulator
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile }
    const args = ['-e', script, tenant, clientId, secret, authorityHost]
    return (await promisify(execFile)(process.execPath, args, { env })).stdout.trim()
  }
  const [token, wrong, unknown] = await Promise.all([
    ask(tenantId, simulator.clientSecret),
    ask(tenantId, 'wrong'),
    ask(otherTenantId, simulator.clientSecret),
  ])
  expect((await simulator.get(list, token)).status).toBe(200)
  expect(wrong).toContain('AADSTS7000215')
  expect(unknown).toMatch(/90002|endpoints_resolution_error/)
})

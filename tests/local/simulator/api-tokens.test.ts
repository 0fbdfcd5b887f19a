import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify, type JWTVerifyOptions } from 'jose'
import { ManualClock } from '../../../local/clock'
import { demoCallerNames, demoCallers, homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { otherTenantId, type Running, start, tenantId } from './harness'

/** Validates a token as the API does: by the keys that Entra publishes. */
function verify(simulator: Running, token: string, options: JWTVerifyOptions = {}) {
  const keys = createRemoteJWKSet(new URL(`${simulator.url}/common/discovery/v2.0/keys`), {
    [customFetch]: async (url) => new Response((await simulator.call(url)).text),
  })
  return jwtVerify(token, keys, { algorithms: ['RS256'], audience: simulator.apiClientId, ...options })
}

const issuerOf = ({ url }: Running, tid: string) => `${url}/${tid}/v2.0`
const seconds = (clock: ManualClock) => Math.floor(clock.now() / 1000)

test('a person has a v2 token of the scope, and no app role', async () => {
  const clock = new ManualClock()
  const simulator = await start({ clock })
  const { oid } = demoCallers.operator
  const { payload, protectedHeader } = await verify(simulator, simulator.apiToken(), {
    issuer: issuerOf(simulator, homeTenantId),
    currentDate: new Date(clock.now()),
  })
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String) })
  expect(payload).toEqual({
    aud: simulator.apiClientId,
    iss: issuerOf(simulator, homeTenantId),
    iat: seconds(clock) - 300,
    nbf: seconds(clock) - 300,
    exp: seconds(clock) + 3600,
    aio: expect.any(String),
    azp: expect.any(String),
    azpacr: '0',
    name: 'Omar Operator',
    oid,
    preferred_username: 'omar@msp.example',
    rh: expect.any(String),
    scp: 'access_as_user',
    sub: expect.not.stringContaining(oid),
    tid: homeTenantId,
    uti: expect.any(String),
    ver: '2.0',
  })
})

test('a claim is replaced or removed, and those that follow from tenant and object follow', async () => {
  const simulator = await start()
  const ask = async (...args: Parameters<typeof simulator.apiToken>) =>
    (await verify(simulator, simulator.apiToken(...args))).payload
  const [own, other] = [await ask(), await ask({ oid: demoCallers.reader.oid, tid: otherTenantId })]
  expect(other).toMatchObject({ tid: otherTenantId, iss: issuerOf(simulator, otherTenantId) })
  expect(other.sub).not.toBe(own.sub)
  expect(await ask({ iss: 'x', odd: [1] })).toMatchObject({ iss: 'x', odd: [1] })
  const less = await ask({ scp: undefined, oid: undefined })
  expect(
    Object.keys(own)
      .filter((name) => !(name in less))
      .toSorted(),
  ).toEqual(['oid', 'scp'])
})

test.each([
  ['reader', undefined],
  ['operations', ['Operations']],
  ['stranger', undefined],
] as const)('%s is a person', async (name, appRoles) => {
  const simulator = await start()
  const { payload } = await verify(simulator, simulator.apiToken({}, name))
  const { tid, oid } = demoCallers[name]
  expect(payload).toMatchObject({ tid, oid, scp: 'access_as_user', iss: issuerOf(simulator, tid) })
  expect(payload).not.toHaveProperty('idtyp')
  expect(payload['roles']).toEqual(appRoles)
})

test('callers are different accounts, and the stranger alone is from elsewhere', () => {
  const callers = Object.values(demoCallers)
  expect(new Set(callers.map(({ oid }) => oid)).size).toBe(demoCallerNames.length)
  expect(callers.filter(({ tid }) => tid !== homeTenantId)).toEqual([demoCallers.stranger])
})

test.each([
  ['service', ['Service']],
  ['actas', ['Service', 'ActAs']],
] as const)('%s is a service', async (name, appRoles) => {
  const simulator = await start()
  const { payload } = await verify(simulator, simulator.apiToken({}, name))
  const { oid, clientId } = demoCallers[name]
  expect(payload).toMatchObject({ azp: clientId, azpacr: '1', idtyp: 'app', oid, sub: oid, roles: appRoles })
  for (const claim of ['scp', 'name', 'preferred_username']) expect(payload).not.toHaveProperty(claim)
})

test('keys rotate: the one before counts until the next time', async () => {
  const simulator = await start()
  const token = simulator.apiToken()
  const kids = async () =>
    (await simulator.call('/organizations/discovery/v2.0/keys')).json.keys.map(({ kid }: { kid: string }) => kid)
  const before = await kids()
  expect(decodeProtectedHeader(token).kid).toBe(before[0])
  simulator.control.rotateSigningKey()
  expect(await kids()).toEqual([expect.not.stringContaining(before[1]), before[0]])
  await verify(simulator, token)
  const next = simulator.apiToken()
  expect(decodeProtectedHeader(next).kid).toBe((await kids())[0])
  await simulator.call('/_sim/signing-keys/rotate', { method: 'POST' })
  await expect(verify(simulator, token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  await verify(simulator, next)
})

test('a token is for one simulator: another one has other keys', async () => {
  const [one, other] = [await start(), await start()]
  await expect(verify(other, one.apiToken())).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('the control API gives tokens by the name of a caller', async () => {
  const simulator = await start()
  const ask = (as?: string) =>
    simulator.call('/_sim/api-tokens', { method: 'POST' }, as === undefined ? undefined : JSON.stringify({ as }))
  simulator.control.behave({ tokenSeconds: 90 })
  const { status, json } = await ask('manager')
  expect(status).toBe(200)
  const { payload } = await verify(simulator, json.accessToken)
  expect(payload).toMatchObject({ oid: demoCallers.manager.oid, tid: homeTenantId })
  expect(json.expiresOn).toBe(new Date(payload.exp! * 1000).toISOString())
  for (const name of ['nobody', 'toString', undefined])
    expect(await ask(name)).toMatchObject({ status: 400, json: { error: expect.stringContaining('reader, operator') } })
})

test('a token of our API opens nothing in Graph', async () => {
  const simulator = await start()
  const token = simulator.apiToken({ tid: tenantId, aud: 'https://graph.microsoft.com' }, 'service')
  expect((await simulator.get('/beta/deviceManagement/configurationPolicies', token)).status).toBe(401)
})

import { decodeJwt } from 'jose'
import { demoCallers, homeTenantId, serviceWithoutRoles } from '../../../local/simulator/entra/demo-callers'
import { otherTenantId, type Running, start, tenantId } from './harness'

const { clientId, clientSecret } = demoCallers.service

/** Asks as a service does, with changes of the form; null leaves a field out. */
function ask(simulator: Running, changes: Record<string, string | null> = {}, tenant = homeTenantId) {
  const scope = `api://${simulator.apiClientId}/.default`
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope, ...changes }
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) if (value !== null) given.set(name, value)
  return simulator.call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST' }, given.toString())
}

test.each([
  [demoCallers.service, ['Service']],
  [demoCallers.actas, ['Service', 'ActAs']],
  [serviceWithoutRoles, undefined],
] as const)('$name gets a token by its secret, with the app roles that were assigned to it', async (service, roles) => {
  const simulator = await start()
  simulator.control.behave({ tokenSeconds: 600 })
  const { status, json } = await ask(simulator, { client_id: service.clientId, client_secret: service.clientSecret })
  expect({ status, json }).toMatchObject({ status: 200, json: { token_type: 'Bearer', expires_in: 600 } })
  const claims = decodeJwt(json.access_token)
  expect(claims).toMatchObject({
    aud: simulator.apiClientId,
    iss: `${simulator.url}/${homeTenantId}/v2.0`,
    azp: service.clientId,
    azpacr: '1',
    idtyp: 'app',
    oid: service.oid,
    sub: service.oid,
    tid: homeTenantId,
    ver: '2.0',
  })
  expect(claims['roles']).toEqual(roles)
  expect(claims).not.toHaveProperty('scp')
})

test('the API has two names', async () => {
  const simulator = await start()
  for (const name of [simulator.apiClientId, `api://${simulator.apiClientId}`, `api://${simulator.apiClientId}/`])
    expect(await ask(simulator, { scope: `${name}/.default` })).toMatchObject({ status: 200 })
})

test.each([
  ['a wrong secret', { client_secret: 'wrong' }, homeTenantId, 401, 7000215],
  ["another service's secret", { client_secret: demoCallers.actas.clientSecret }, homeTenantId, 401, 7000215],
  ['no secret', { client_secret: null }, homeTenantId, 401, 7000216],
  ['no client', { client_id: null }, homeTenantId, 400, 900144],
  ['an unknown client', { client_id: 'someone-else' }, homeTenantId, 400, 700016],
  ['an assertion that nothing was registered for', { client_secret: null, client_assertion: 'a.b.c' }, homeTenantId, 401, 700027], // prettier-ignore
  ['the tenant of somebody else', {}, demoCallers.stranger.tid, 400, 700016],
  ['a managed tenant', {}, tenantId, 400, 700016],
  ['an unknown tenant', {}, otherTenantId, 400, 90002],
  ['no tenant at all', {}, 'common', 400, 50194],
  ['a scope for people', { scope: 'api://x/access_as_user' }, homeTenantId, 400, 1002012],
  ['no scope', { scope: null }, homeTenantId, 400, 1002012],
  ['another resource', { scope: 'api://x/.default' }, homeTenantId, 400, 500011],
] as const)('%s is rejected as in Entra', async (_, changes, tenant, status, code) => {
  const simulator = await start()
  expect(await ask(simulator, changes, tenant)).toMatchObject({ status, json: { error_codes: [code] } })
})

test("the app that reads tenants is unknown in the callers' tenant, and gets no token of the API", async () => {
  const simulator = await start()
  expect(await simulator.token({}, homeTenantId)).toMatchObject({ status: 400, json: { error_codes: [700016] } })
  const scope = `${simulator.apiClientId}/.default`
  expect(await simulator.token({ scope })).toMatchObject({ status: 400, json: { error_codes: [500011] } })
})

test('faults of tokens hit here too', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'tokenError', code: 90033 })
  expect((await ask(simulator)).status).toBe(503)
  simulator.control.addFault({ kind: 'tokenError', code: 'noRoles' })
  expect(decodeJwt((await ask(simulator)).json.access_token)).not.toHaveProperty('roles')
  expect(simulator.control.stats().tokenRequests.byTenant).toEqual({ [homeTenantId]: 2 })
})

import { demoCallers, homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { otherTenantId, start, tenantId } from './harness'

const at = (tenant: string) => `/${tenant}/v2.0/.well-known/openid-configuration`

test.each(['common', 'organizations'])('%s describes every tenant at once', async (name) => {
  const simulator = await start()
  expect(await simulator.call(at(name))).toMatchObject({
    status: 200,
    json: { issuer: `${simulator.url}/{tenantid}/v2.0`, jwks_uri: `${simulator.url}/common/discovery/v2.0/keys` },
  })
})

test.each([tenantId, homeTenantId, demoCallers.stranger.tid])('tenant %s describes itself', async (tid) => {
  const simulator = await start()
  expect(await simulator.call(at(tid))).toMatchObject({
    status: 200,
    json: {
      issuer: `${simulator.url}/${tid}/v2.0`,
      jwks_uri: `${simulator.url}/${tid}/discovery/v2.0/keys`,
      token_endpoint: `${simulator.url}/${tid}/oauth2/v2.0/token`,
    },
  })
})

test.each([
  ['consumers', 50194],
  [otherTenantId, 90002],
])('%s is described nowhere', async (name, code) => {
  const simulator = await start()
  expect(await simulator.call(at(name))).toMatchObject({ status: 400, json: { error_codes: [code] } })
})

test.each(['common', 'organizations', homeTenantId])('%s publishes two keys, the same everywhere', async (name) => {
  const simulator = await start()
  const { status, json } = await simulator.call(`/${name}/discovery/v2.0/keys`)
  const issuer = `${simulator.url}/{tenantid}/v2.0`
  const id = { kid: expect.any(String), x5t: expect.any(String) }
  const key = { kty: 'RSA', use: 'sig', e: 'AQAB', n: expect.stringMatching(/^[\w-]{342}$/), issuer, ...id }
  expect({ status, json }).toEqual({
    status: 200,
    json: { keys: [key, key] },
  })
  expect(json.keys[0].x5t).toBe(json.keys[0].kid)
  expect(json.keys[0].kid).not.toBe(json.keys[1].kid)
  expect((await simulator.call('/common/discovery/v2.0/keys')).json).toEqual(json)
})

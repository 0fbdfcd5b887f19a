import { apiClientId } from '../../../local/simulator/entra/demo-callers'
import { type Running, start, tenantId } from './harness'

const app = 'http://127.0.0.1:7071/api/consent'
const pathOf = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query).toString()}`
const consentPath = (changes: Record<string, string> = {}, tenant = tenantId) =>
  pathOf(`/${tenant}/v2.0/adminconsent`, {
    client_id: 'local-tenantpilot',
    scope: 'https://graph.microsoft.com/.default',
    redirect_uri: `${app}/callback`,
    state: 'a&b',
    ...changes,
  })
const signInPath = (changes: Record<string, string> = {}, tenant = tenantId) =>
  pathOf(`/${tenant}/oauth2/v2.0/authorize`, {
    client_id: apiClientId,
    response_type: 'id_token',
    response_mode: 'form_post',
    scope: 'openid profile',
    redirect_uri: `${app}/signed-in`,
    nonce: 'n',
    state: 'a&b',
    ...changes,
  })

const claimsOf = (text: string) => {
  const [, token] = /name="id_token" value="([^"]+)"/.exec(text) ?? []
  return JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString())
}

let simulator: Running
beforeEach(async () => {
  simulator = await start()
})

describe('consent', () => {
  test('sends the browser back with what Entra tells', async () => {
    const { status, headers } = await simulator.call(consentPath())
    expect(status).toBe(302)
    expect(Object.fromEntries(new URL(headers.location!).searchParams)).toEqual({
      admin_consent: 'True',
      tenant: tenantId,
      scope: 'https://graph.microsoft.com/.default',
      state: 'a&b',
    })
  })

  test('gives back the permissions that were taken away', async () => {
    simulator.control.roles(tenantId, [])
    await simulator.call(consentPath())
    const { json } = await simulator.token()
    expect(Buffer.from(json.access_token.split('.')[1], 'base64url').toString()).toContain(
      'DeviceManagementConfiguration',
    )
  })
})

describe('sign-in', () => {
  test('answers a form with an id token of the account that the request names', async () => {
    const { status, text } = await simulator.call(signInPath({ login_hint: 'intune' }))
    expect(status).toBe(200)
    expect(text).toContain(`action="${app}/signed-in"`)
    expect(text).toContain('name="state" value="a&#38;b"')
    expect(claimsOf(text)).toMatchObject({
      aud: apiClientId,
      iss: `${simulator.url}/${tenantId}/v2.0`,
      tid: tenantId,
      ver: '2.0',
      nonce: 'n',
      wids: ['3a2c62db-5318-420d-8d74-23affee5d9d5', 'b79fbf4d-3ef9-4689-8143-76b194e85509'],
    })
  })

  test('is done by whom the control names', async () => {
    simulator.control.signIn('user')
    const { text } = await simulator.call(signInPath())
    expect(claimsOf(text)).toMatchObject({ wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] })
    expect(() => simulator.control.signIn('nobody')).toThrow('there are global, intune, user')
  })

  test('without the scope profile tells neither tenant nor object id', async () => {
    const claims = claimsOf((await simulator.call(signInPath({ scope: 'openid' }))).text)
    expect(claims).not.toHaveProperty('tid')
    expect(claims).not.toHaveProperty('oid')
  })
})

test.each([
  ['another client', 'AADSTS700016', { client_id: 'other' }, tenantId],
  ['another address', 'AADSTS50011', { redirect_uri: 'https://evil.example/api/consent/callback' }, tenantId],
  ['another path', 'AADSTS50011', { redirect_uri: `${app}/other` }, tenantId],
  ['no address', 'AADSTS900144', { redirect_uri: '' }, tenantId],
  ['an unknown tenant', 'AADSTS90002', {}, '99999999-0000-4000-8000-000000000009'],
])('%s gets a page and is not sent on', async (_what, code, changes, tenant) => {
  for (const path of [consentPath(changes, tenant), signInPath(changes, tenant)]) {
    const { status, text, headers } = await simulator.call(path)
    expect({ status, location: headers.location }).toEqual({ status: 400, location: undefined })
    expect(text).toContain(code)
  }
})

test.each([
  ['no nonce', 'AADSTS900144', { nonce: '' }],
  ['another type of answer', 'AADSTS700051', { response_type: 'token' }],
  ['another way of answering', 'AADSTS700051', { response_mode: 'fragment' }],
])('a sign-in with %s gets a page', async (_what, code, changes) => {
  expect((await simulator.call(signInPath(changes))).text).toContain(code)
})

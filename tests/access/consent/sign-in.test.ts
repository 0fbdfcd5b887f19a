import { randomUUID } from 'node:crypto'
import { homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../../support/backend'
import { fieldsOf } from './support/browser'
import { createFlow, type Flow, gone } from './support/flow'

jest.setTimeout(120_000)

let backend: Backend
let flow: Flow
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 1, seed: 1 } })
  flow = createFlow(backend)
})
afterAll(async () => {
  flow.close()
  await backend.stop()
})

/** A pending tenant of the workspace, for the simulated Entra tenant. */
let tenantId: string
beforeEach(async () => {
  backend.simulator.control.resetStats()
  tenantId = await flow.register()
})

describe('a sign-in', () => {
  /** The state and the nonce of the link to the sign-in. */
  async function secrets() {
    const { searchParams } = new URL(await flow.toSignIn(tenantId))
    return { state: searchParams.get('state')!, nonce: searchParams.get('nonce')! }
  }
  const past = Math.floor(Date.now() / 1000) - 7_200
  const refusals: [string, object, string][] = [
    ['of another tenant', { tid: homeTenantId }, 'an account of another tenant'],
    ['with another nonce', { nonce: 'another' }, 'could not be verified'],
    ['without a nonce', { nonce: undefined }, 'could not be verified'],
    ['that expired', { iat: past, nbf: past, exp: past + 3_600 }, 'could not be verified'],
    ['to another app', { aud: randomUUID() }, 'could not be verified'],
    ['from another issuer', { iss: 'https://sts.windows.net/x/' }, 'could not be verified'],
    ['of version 1', { ver: '1.0' }, 'could not be verified'],
    ['that is an access token as well', { scp: 'access_as_user' }, 'could not be verified'],
    ['without wids', { wids: undefined }, 'neither Global Administrator nor Intune Administrator'],
    ['with wids that are no list', { wids: '62e90394-69f5-4237-9190-012177145e10' }, 'neither Global Administrator'],
    ['of a Global Reader', { wids: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'] }, 'neither Global Administrator'],
  ]

  test.each(refusals)('%s is refused, and nothing changes', async (_what, changes, sentence) => {
    const { state, nonce } = await secrets()
    const { entraTenantId: tid } = backend.database.tenant
    const id_token = backend.simulator.idToken({ tid, nonce, ...changes })
    const refused = await flow.signedIn({ state, id_token })
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining(sentence) })
    expect(await flow.statusOf(tenantId)).toBe('pending')
    expect(await flow.activations(tenantId)).toEqual([])
    expect(backend.lines.join('\n')).not.toContain(id_token)
  })

  test('with an access token is refused', async () => {
    const { state, nonce } = await secrets()
    const { entraTenantId: tid } = backend.database.tenant
    const id_token = backend.simulator.apiToken({ tid, nonce, wids: ['62e90394-69f5-4237-9190-012177145e10'] })
    expect(await flow.signedIn({ state, id_token })).toMatchObject({ status: 403 })
  })

  test.each(['', 'x', 'a.b.c', 'a.b.c'.repeat(3_000)])(
    'with a token that is none (%#) is refused',
    async (id_token) => {
      const { state } = await secrets()
      expect(await flow.signedIn({ state, id_token })).toMatchObject({ status: 403 })
    },
  )

  test('with a body that is too long is refused', async () => {
    const { state } = await secrets()
    expect(await flow.signedIn({ state, id_token: 'a'.repeat(17_000) })).toMatchObject({ status: 413 })
  })

  test('with the state of another tenant is refused', async () => {
    const { nonce } = await secrets()
    const other = await flow.register(homeTenantId)
    const state = new URL(await flow.toSignIn(other)).searchParams.get('state')!
    const { entraTenantId: tid } = backend.database.tenant
    const id_token = backend.simulator.idToken({ tid, nonce })
    expect(await flow.signedIn({ state, id_token })).toMatchObject({ status: 403 })
    expect([await flow.statusOf(tenantId), await flow.statusOf(other)]).toEqual(['pending', 'pending'])
  })

  test('with a state of another step, or none, opens the page of a link that is no longer valid', async () => {
    const { nonce } = await secrets()
    const { entraTenantId: tid } = backend.database.tenant
    const id_token = backend.simulator.idToken({ tid, nonce })
    const first = new URL(await flow.ask(tenantId)).searchParams.get('state')!
    expect(await flow.signedIn({ state: first, id_token })).toMatchObject(gone)
    expect(await flow.signedIn({ id_token })).toMatchObject(gone)
    expect(await flow.open('/api/consent/confirm', { state: first })).toMatchObject(gone)
  })

  test('that Entra refused is told without its words', async () => {
    const { state } = await secrets()
    const refused = await flow.signedIn({ state, error: 'access_denied', error_description: 'AADSTS spoken' })
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('did not end well') })
    expect(refused.text).not.toContain('spoken')
  })

  test('counts once, however often and fast it is sent', async () => {
    const form = await flow.signIn(await flow.toSignIn(tenantId))
    const confirms = await Promise.all(Array.from({ length: 20 }, () => flow.signedIn(form)))
    const [good] = confirms.filter(({ status }) => status === 200)
    expect(confirms.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(19).fill(410)])
    const fields = fieldsOf(good!.text)
    const ends = await Promise.all(Array.from({ length: 20 }, () => flow.open('/api/consent/confirm', fields)))
    expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(19).fill(410)])
    expect(await flow.activations(tenantId)).toHaveLength(1)
  })
})

test('an id token opens no route', async () => {
  const { entraTenantId: tid } = backend.database.tenant
  for (const changes of [{}, { roles: ['Service', 'Operations'] }]) {
    const token = backend.simulator.idToken({ tid, nonce: 'n', ...changes })
    const answer = await backend.send('GET', 'workspaces', { headers: { authorization: `Bearer ${token}` } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } })
  }
})

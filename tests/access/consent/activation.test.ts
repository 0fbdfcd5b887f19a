import { randomUUID } from 'node:crypto'
import { homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../../support/backend'
import { fieldsOf, linkOf } from './support/browser'
import { createFlow, type Flow } from './support/flow'

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

describe('an administrator', () => {
  test('consents, signs in, confirms, and the tenant is active', async () => {
    const consented = await flow.consent(await flow.ask(tenantId))
    expect(consented).toMatchObject({
      status: 200,
      text: expect.stringContaining('<strong>Default workspace</strong>'),
    })
    const confirm = await flow.signedIn(await flow.signIn(linkOf(consented)))
    expect(confirm).toMatchObject({ status: 200, text: expect.stringContaining('<strong>Default workspace</strong>') })
    expect(await flow.statusOf(tenantId)).toBe('pending')
    const done = await flow.open('/api/consent/confirm', fieldsOf(confirm.text))
    expect(done).toMatchObject({ status: 200, text: expect.stringContaining('Contoso &lt;AG&gt; is active now') })
    expect(await flow.statusOf(tenantId)).toBe('active')
    const account = `${backend.database.tenant.entraTenantId}/e0000000-0000-4000-8000-000000000001`
    expect(await flow.activations(tenantId)).toEqual([{ actor: account, target: account }])
    const { status } = await backend.call('POST', `tenants/${tenantId}/verify`)
    expect(status).toBe(202)
  })

  test('of Intune may do it', async () => {
    expect(await flow.signedIn(await flow.signIn(await flow.toSignIn(tenantId), 'intune'))).toMatchObject({
      status: 200,
    })
  })

  test('may choose the right account after a wrong one', async () => {
    const link = await flow.toSignIn(tenantId)
    const refused = await flow.signedIn(await flow.signIn(link, 'user'))
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('>Sign in with another account</a>') })
    expect(await flow.signedIn(await flow.signIn(linkOf(refused), 'global'))).toMatchObject({ status: 200 })
  })

  test('may go back after a wrong account, to any page', async () => {
    const consentUrl = await flow.ask(tenantId)
    await flow.signedIn(await flow.signIn(linkOf(await flow.consent(consentUrl)), 'user'))
    const again = await flow.consent(consentUrl)
    expect(await flow.signedIn(await flow.signIn(linkOf(again), 'global'))).toMatchObject({ status: 200 })
  })

  test('of an active tenant changes nothing', async () => {
    await backend.database
      .sql`update tenants set status = 'active', activated_at = now() where external_id = ${tenantId}`
    const confirm = await flow.toConfirm(tenantId)
    expect(await flow.open('/api/consent/confirm', fieldsOf(confirm.text))).toMatchObject({ status: 200 })
    expect(await flow.activations(tenantId)).toEqual([])
  })

  test('of a paused tenant does not resume it', async () => {
    await backend.database
      .sql`update tenants set status = 'paused', activated_at = now() where external_id = ${tenantId}`
    const confirm = await flow.toConfirm(tenantId)
    const done = await flow.open('/api/consent/confirm', fieldsOf(confirm.text))
    expect(done).toMatchObject({ status: 200, text: expect.stringContaining('is paused') })
    expect(await flow.statusOf(tenantId)).toBe('paused')
  })
})

describe('a page', () => {
  test('runs no script and is kept and framed nowhere', async () => {
    const { headers } = await flow.consent(await flow.ask(tenantId))
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^;]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/) // prettier-ignore
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  test('shows names as text', async () => {
    const [row] = await backend.database.sql`insert into workspaces (name) values (${`<script>alert("x")</script>'`}) returning id` // prettier-ignore
    const id = await flow.register(randomUUID(), String(row!.id))
    const { sql, tenant } = backend.database
    await sql`update tenants set entra_tenant_id = ${tenant.entraTenantId} where external_id = ${id}`
    await sql`insert into grants (workspace_id, tid, oid, role, granted_by)
      select ${String(row!.id)}, tid, oid, role, 'test' from grants where workspace_id = ${tenant.workspaceId} and role = 'manager'` // prettier-ignore
    await sql`insert into workspace_home_tenants (workspace_id, tid) values (${String(row!.id)}, ${homeTenantId})`
    const { text } = await flow.consent(await flow.ask(id))
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;')
    expect(text).not.toContain('<script')
  })
})

describe('consent that was not given', () => {
  test('is told without the words of the link, and the link can be used again', async () => {
    const consentUrl = await flow.ask(tenantId)
    const state = new URL(consentUrl).searchParams.get('state')!
    const query = new URLSearchParams({ error: 'access_denied', error_description: 'AADSTS65004 spoken', state })
    const refused = await flow.open(`/api/consent/callback?${query.toString()}`)
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('Consent was not given') })
    expect(refused.text).not.toContain('spoken')
    expect(await flow.consent(consentUrl)).toMatchObject({ status: 200 })
  })
})

describe('B, who registers a tenant that consented to A,', () => {
  test('gets nothing: no run, no token of Graph', async () => {
    expect(await backend.call('POST', `tenants/${tenantId}/sync`)).toMatchObject({ status: 409, body: { code: 'tenant.pending' } }) // prettier-ignore
    const state = new URL(await flow.ask(tenantId)).searchParams.get('state')!
    const forged = new URLSearchParams({ state, admin_consent: 'True', tenant: backend.database.tenant.entraTenantId })
    expect(await flow.open(`/api/consent/callback?${forged.toString()}`)).toMatchObject({ status: 200 })
    expect(await flow.statusOf(tenantId)).toBe('pending')
    expect(await backend.call('POST', `tenants/${tenantId}/verify`)).toMatchObject({ status: 409 })
    expect(await backend.database.sql`select 1 from runs where tenant_id = ${tenantId}`).toEqual([])
    expect(backend.simulator.control.stats().tokenRequests.total).toBe(0)
  })

  test('gains nothing from the activation in another workspace', async () => {
    const [row] = await backend.database.sql`insert into workspaces (name) values ('B') returning id`
    const other = await flow.register(backend.database.tenant.entraTenantId, String(row!.id))
    const confirm = await flow.toConfirm(tenantId)
    await flow.open('/api/consent/confirm', fieldsOf(confirm.text))
    expect([await flow.statusOf(tenantId), await flow.statusOf(other)]).toEqual(['active', 'pending'])
  })

  test('cannot have the tenant activated by a link to the sign-in alone: its administrator is asked first', async () => {
    const confirm = await flow.toConfirm(tenantId)
    expect(confirm.text).toContain('Activate Contoso &lt;AG&gt; for Default workspace')
    expect(await flow.statusOf(tenantId)).toBe('pending')
  })
})

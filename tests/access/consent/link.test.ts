import { homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../../support/backend'
import { fieldsOf, linkOf } from './support/browser'
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

/** Where Entra sends the browser after the consent; its address is what a reload opens. */
const callbackOf = (consentUrl: string) =>
  `/api/consent/callback?state=${new URL(consentUrl).searchParams.get('state')!}`

describe('a link', () => {
  test('works again, opened or reloaded, until the administrator has confirmed', async () => {
    const consentUrl = await flow.ask(tenantId)
    const reload = () => flow.open(callbackOf(consentUrl))
    for (const again of [flow.consent, flow.consent, reload, reload])
      expect(await again(consentUrl)).toMatchObject({ status: 200 })
    await flow.signedIn(await flow.signIn(linkOf(await reload())))
    const confirm = await flow.signedIn(await flow.signIn(linkOf(await reload())))
    expect(await flow.open('/api/consent/confirm', fieldsOf(confirm.text))).toMatchObject({ status: 200 })
    expect(await flow.statusOf(tenantId)).toBe('active')
    expect(await reload()).toMatchObject(gone)
    expect(await flow.consent(consentUrl)).toMatchObject(gone)
  })

  test('ends with the right of who made it', async () => {
    const consentUrl = await flow.ask(tenantId)
    const taken = await backend.database
      .sql`update grants set role = 'operator' where role in ('manager', 'owner') returning id, role`
    expect(await flow.consent(consentUrl)).toMatchObject(gone)
    await backend.database
      .sql`update grants set role = 'owner' where id in ${backend.database.sql(taken.map(({ id }) => String(id)))}`
    expect(await flow.consent(consentUrl)).toMatchObject({ status: 200 })
  })

  test('opened again makes the sign-in of before void, also for its id token', async () => {
    const consentUrl = await flow.ask(tenantId)
    const earlier = await flow.signIn(linkOf(await flow.consent(consentUrl)))
    const later = await flow.signIn(linkOf(await flow.consent(consentUrl)))
    expect(later.state).not.toBe(earlier.state)
    expect(await flow.signedIn(earlier)).toMatchObject(gone)
    const mixed = await flow.signedIn({ ...earlier, state: later.state! })
    expect(mixed).toMatchObject({ status: 403, text: expect.stringContaining('could not be verified') })
    expect(await flow.signedIn(later)).toMatchObject({ status: 200 })
  })

  test('opened again by who asked shows nothing of a sign-in, and makes its confirmation void', async () => {
    const consentUrl = await flow.ask(tenantId)
    const confirm = await flow.signedIn(await flow.signIn(linkOf(await flow.consent(consentUrl))))
    const { text } = await flow.open(callbackOf(consentUrl))
    expect(text).not.toContain(fieldsOf(confirm.text).state)
    expect(text).not.toContain('/api/consent/confirm')
    expect(await flow.open('/api/consent/confirm', fieldsOf(confirm.text))).toMatchObject(gone)
    expect(await flow.statusOf(tenantId)).toBe('pending')
  })

  test('opened at many times at once leaves one sign-in', async () => {
    const address = callbackOf(await flow.ask(tenantId))
    const pages = await Promise.all(Array.from({ length: 10 }, () => flow.open(address)))
    const forms = await Promise.all(pages.map((seen) => flow.signIn(linkOf(seen))))
    const confirms = await Promise.all(forms.map((form) => flow.signedIn(form)))
    expect(confirms.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(9).fill(410)])
  })

  test('is void after the next one was asked for', async () => {
    const earlier = await flow.ask(tenantId)
    const signIn = await flow.signIn(linkOf(await flow.consent(earlier)))
    await flow.ask(tenantId)
    expect(await flow.consent(earlier)).toMatchObject(gone)
    expect(await flow.signedIn(signIn)).toMatchObject(gone)
  })

  test('works for an hour', async () => {
    const consentUrl = await flow.ask(tenantId)
    await backend.database.sql`update consent_requests set expires_at = clock_timestamp() where tenant_id = ${tenantId}`
    expect(await flow.consent(consentUrl)).toMatchObject(gone)
  })

  test('is void when the tenant was removed', async () => {
    const consentUrl = await flow.ask(tenantId)
    await backend.database.sql`update tenants set status = 'removed' where external_id = ${tenantId}`
    expect(await flow.consent(consentUrl)).toMatchObject(gone)
  })

  test.each([
    '',
    'state=x',
    `state=${'a'.repeat(43)}`,
    `state=${'a'.repeat(43)}&tenant=${homeTenantId}&admin_consent=True`,
  ])('made up (%p) opens the same page as any other', async (query) => {
    expect(await flow.open(`/api/consent/callback?${query}`)).toMatchObject(gone)
  })

  test('is stored only as a hash', async () => {
    const consentUrl = await flow.ask(tenantId)
    const states = [consentUrl, linkOf(await flow.consent(consentUrl))].flatMap((address) => {
      const { searchParams } = new URL(address)
      return [searchParams.get('state')!, searchParams.get('nonce') ?? searchParams.get('state')!]
    })
    const [row] = await backend.database.sql`select to_jsonb(c)::text as stored from consent_requests c where tenant_id = ${tenantId}` // prettier-ignore
    for (const secret of states) {
      expect(String(row!.stored)).not.toContain(secret)
      expect(String(row!.stored)).not.toContain(Buffer.from(secret).toString('hex'))
      expect(backend.lines.join('\n')).not.toContain(secret)
    }
  })

  test('cannot be asked for on behalf of somebody else', async () => {
    const { sql, tenant } = backend.database
    const [owner] = await sql`select tid, oid from grants where workspace_id = ${tenant.workspaceId} and role = 'owner'`
    const headers = { ...backend.tokenOf('actas'), 'x-acting-user': `${owner!.tid}/${owner!.oid}` }
    expect(await backend.send('POST', `tenants/${tenantId}/consent`, { headers })).toMatchObject({
      status: 403,
      body: { code: 'access.in_person' },
    })
  })
})

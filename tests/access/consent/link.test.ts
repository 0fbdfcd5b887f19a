import { homeTenantId } from '../../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../../support/backend'
import { linkOf } from './support/browser'
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

describe('a link', () => {
  test('works once', async () => {
    const consentUrl = await flow.ask(tenantId)
    await flow.consent(consentUrl)
    expect(await flow.consent(consentUrl)).toMatchObject(gone)
  })

  test('is void after the next one was asked for', async () => {
    const earlier = await flow.ask(tenantId)
    await flow.ask(tenantId)
    expect(await flow.consent(earlier)).toMatchObject(gone)
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

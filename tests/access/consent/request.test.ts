import { createHash } from 'node:crypto'
import type { ConsentSettings } from '../../../src/access/consent/addresses'
import { createWorkspaces } from '../../../src/access/workspaces'
import { cancelAll as endRuns } from '../../../src/runs/ledger/cancel'
import { callerNamed } from '../../support/callers'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const entry = { caller: callerNamed('manager'), capability: 'tenants.activate' } as const
const settings: ConsentSettings = {
  authorityHost: 'https://login.microsoftonline.us',
  graphBaseUrl: 'https://graph.microsoft.us',
  readerClientId: 'reader',
  apiClientId: 'api',
  publicBaseUrl: 'https://api.example.com',
}
const random = (bytes: number) => Buffer.alloc(bytes, 7)

const request = (changes: Partial<ConsentSettings> = {}) =>
  createWorkspaces(database.enter, {
    consent: { settings: { ...settings, ...changes }, random },
    endRuns,
  }).requestConsent(entry, database.tenant.externalId)

test('the link leads to the page of consent of the cloud, for the registration that reads Graph', async () => {
  const { origin, pathname, searchParams } = new URL((await request()).consentUrl)
  const { entraTenantId } = database.tenant
  expect(origin + pathname).toBe(`https://login.microsoftonline.us/${entraTenantId}/v2.0/adminconsent`)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'reader',
    scope: 'https://graph.microsoft.us/.default',
    redirect_uri: 'https://api.example.com/api/consent/callback',
    state: random(32).toString('base64url'),
  })
})

test('the database knows the hash of the state, who asked, and until when the link works', async () => {
  const { expiresAt } = await request()
  const [row] =
    await database.sql`select step, encode(state_hash, 'hex') as hash, requested_by as by, expires_at as "expiresAt"
    from consent_requests where tenant_id = ${database.tenant.externalId}`
  const { tid, oid } = entry.caller
  const hash = createHash('sha256').update(random(32).toString('base64url')).digest('hex')
  expect(row).toMatchObject({ step: 'consent', hash, by: `${tid}/${oid}`, expiresAt: new Date(expiresAt) })
})

test('the audit log has who asked, without the link', async () => {
  const { externalId: tenantId, workspaceId } = database.tenant
  const asked = () => database.sql`
    select workspace_id as "workspaceId", actor, actor_kind as kind, data from audit_events
    where tenant_id = ${tenantId} and action = 'consent.requested' order by id`
  const before = (await asked()).length
  const { expiresAt } = await request()
  const { tid, oid } = entry.caller
  expect((await asked()).slice(before)).toEqual([
    { workspaceId, actor: `${tid}/${oid}`, kind: 'person', data: { expiresAt } },
  ])
})

test('a link that could not be made leaves no audit entry', async () => {
  const count = async () => (await database.sql`select 1 from audit_events where action = 'consent.requested'`).length
  const before = await count()
  await request({ publicBaseUrl: undefined }).catch(() => {})
  expect(await count()).toBe(before)
})

test('no link is made where the app does not know its own address', async () => {
  await expect(request({ publicBaseUrl: undefined })).rejects.toMatchObject({ code: 'consent.no_public_url' })
})

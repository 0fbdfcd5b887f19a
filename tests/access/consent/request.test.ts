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

test('no link is made where the app does not know its own address', async () => {
  await expect(request({ publicBaseUrl: undefined })).rejects.toMatchObject({ code: 'consent.no_public_url' })
})

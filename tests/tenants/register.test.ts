import { randomBytes, randomUUID } from 'node:crypto'
import { createWorkspaces } from '../../src/access/workspaces'
import type { CapabilityName } from '../../src/shared/capabilities'
import type { AppError } from '../../src/shared/errors'
import { callerNamed } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Requests for no consent: its settings do not matter. */
const consent = {
  settings: { authorityHost: '', graphBaseUrl: '', readerClientId: '', apiClientId: '', publicBaseUrl: undefined },
  random: randomBytes,
}

const api = () => createWorkspaces(database.enter, consent)
const by = (capability: CapabilityName) => ({ caller: callerNamed('owner'), capability })
const codeOf = (work: Promise<unknown>) => work.then(() => null, (error: AppError) => error.code) // prettier-ignore

const register = (entraTenantId: string, name = 'Contoso') =>
  api().registerTenant(by('tenants.register'), database.tenant.workspaceId, { entraTenantId, name })

test('a tenant that is registered is pending, and its key is its id: nobody chooses the key of another customer’s rows', async () => {
  const made = await register(randomUUID())
  expect(made).toMatchObject({ status: 'pending', appKey: made.tenantId, activatedAt: null })
})

test('a tenant that the workspace has is refused, in whatever state but removed', async () => {
  const entraTenantId = randomUUID()
  const { tenantId } = await register(entraTenantId)
  expect(await codeOf(register(entraTenantId))).toBe('tenant.exists')
  await database.sql`update tenants set status = 'paused' where external_id = ${tenantId}`
  expect(await codeOf(register(entraTenantId))).toBe('tenant.exists')
})

test('a removed tenant that is registered again comes back as pending, with its id and the new name', async () => {
  const entraTenantId = randomUUID()
  const { tenantId } = await register(entraTenantId)
  await database.sql`update tenants set status = 'active', activated_at = now() where external_id = ${tenantId}`
  await api().removeTenant(by('tenants.remove'), tenantId)
  expect(await codeOf(api().readTenant(by('tenants.read'), tenantId))).toBe('access.denied')
  expect(await register(entraTenantId, 'New name')).toMatchObject({ tenantId, name: 'New name', status: 'pending', activatedAt: null }) // prettier-ignore
  expect(await api().readTenant(by('tenants.read'), tenantId)).toMatchObject({ status: 'pending' })
})

test('a change of name is audited with both names', async () => {
  const { tenantId } = await register(randomUUID(), 'Before')
  await api().changeTenant(by('tenants.edit'), tenantId, { name: 'After' })
  const [entry] =
    await database.sql`select action, data from audit_events where tenant_id = ${tenantId} order by id desc limit 1`
  expect(entry).toEqual({ action: 'tenant.renamed', data: { from: 'Before', to: 'After' } })
})

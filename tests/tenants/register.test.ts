import { randomBytes, randomUUID } from 'node:crypto'
import { createWorkspaces } from '../../src/access/workspaces'
import { cancelAll } from '../../src/runs/ledger/cancel'
import type { CapabilityName } from '../../src/shared/capabilities'
import type { AppError } from '../../src/shared/errors'
import { callerNamed } from '../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest, claimRun } from '../support/runs'

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

const api = () => createWorkspaces(database.enter, { consent, endRuns: cancelAll })
const by = (capability: CapabilityName) => ({ caller: callerNamed('owner'), capability })
const codeOf = (work: Promise<unknown>) => work.then(() => null, (error: AppError) => error.code) // prettier-ignore

const register = (entraTenantId: string, name = 'Contoso', as: 'owner' | 'manager' = 'owner') =>
  api().registerTenant({ caller: callerNamed(as), capability: 'tenants.register' }, database.tenant.workspaceId, {
    entraTenantId,
    name,
  })

test('a tenant that is registered is pending, and its key is its id: nobody chooses the key of another customer’s rows', async () => {
  const made = await register(randomUUID())
  expect(made).toMatchObject({ status: 'pending', appKey: made.tenantId, activatedAt: null })
})

test('a tenant that the workspace has is refused, in whatever state but removed', async () => {
  const entraTenantId = randomUUID()
  const { tenantId } = await register(entraTenantId)
  expect(await codeOf(register(entraTenantId))).toBe('tenant.exists')
  await database.sql`update tenants set status = 'paused', activated_at = now() where external_id = ${tenantId}`
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

test('a removed tenant does not come back by being resumed at the same time', async () => {
  for (let round = 0; round < 10; round++) {
    const { tenantId } = await register(randomUUID())
    const change = (paused: boolean) => api().changeTenant(by('tenants.edit'), tenantId, { paused })
    const ended = await Promise.all([
      codeOf(api().removeTenant(by('tenants.remove'), tenantId)),
      ...[false, true, false].map((paused) => codeOf(change(paused))),
    ])
    expect(ended[0]).toBe(null)
    const [row] = await database.sql`select status from tenants where external_id = ${tenantId}`
    expect(row).toEqual({ status: 'removed' })
  }
})

test('no way leads past the sign-in to an active tenant: the database refuses it', async () => {
  const { tenantId } = await register(randomUUID())
  for (const status of ['active', 'paused'])
    await expect(database.sql`update tenants set status = ${status} where external_id = ${tenantId}`).rejects.toMatchObject({ code: '23514' }) // prettier-ignore
})

test('the runs of a removed tenant end: those that wait at once, and what works is asked to stop', async () => {
  const { externalId: tenantId, workspaceId } = await addTenant(database)
  const working = await claimRun(database, (await admitTest(database, { tenantId, workspaceId })).runId)
  await admitTest(database, { tenantId, workspaceId, input: { n: 1 } })
  await admitTest(database, { tenantId, workspaceId, input: { n: 2 } })
  await api().removeTenant(by('tenants.remove'), tenantId)
  const rows =
    await database.sql`select status, cancel_requested_at is not null as asked, dispatched_at is not null as dispatched, id = ${working.id} as worked
    from runs where tenant_id = ${tenantId} order by seq`
  expect(rows).toEqual([
    { status: 'running', asked: true, dispatched: true, worked: true },
    { status: 'cancelled', asked: true, dispatched: false, worked: false },
    { status: 'cancelled', asked: true, dispatched: false, worked: false },
  ])
})

test('only an owner brings a removed tenant back, because what is stored of it comes back too', async () => {
  const entraTenantId = randomUUID()
  const { tenantId } = await register(entraTenantId, 'Contoso', 'manager')
  await api().removeTenant(by('tenants.remove'), tenantId)
  expect(await codeOf(register(entraTenantId, 'Contoso', 'manager'))).toBe('access.role_too_low')
  expect(await register(entraTenantId)).toMatchObject({ tenantId, status: 'pending' })
})

test('of two removals at the same time one is told so, and the audit log tells of one', async () => {
  const { tenantId } = await register(randomUUID())
  const remove = () => codeOf(api().removeTenant(by('tenants.remove'), tenantId))
  const ended = await Promise.all([remove(), remove()])
  expect(ended.toSorted()).toEqual(['access.denied', null])
  expect(
    await database.sql`select 1 from audit_events where tenant_id = ${tenantId} and action = 'tenant.removed'`,
  ).toHaveLength(1)
})

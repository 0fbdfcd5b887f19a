import { randomUUID } from 'node:crypto'
import { addHomeTenants, bootstrapTenant, bootstrapWorkspace } from '../../src/access/bootstrap'
import { createTestDatabase, type TestDatabase } from '../support/database'

const tenant = { workspace: 'Bootstrapped', entraTenantId: randomUUID(), name: 'Contoso' }
let database: TestDatabase
const owner = { tid: randomUUID(), oid: randomUUID() }
beforeEach(async () => {
  database = await createTestDatabase()
  await bootstrapWorkspace(database.db, { workspace: tenant.workspace, owner, homeTenants: [] })
})
afterEach(() => database.close())

const appKeys = async () =>
  (await database.sql`select app_key from tenants where entra_tenant_id = ${tenant.entraTenantId}`).map(
    (row) => row.app_key as string,
  )

test('a tenant gets the key by which the app knows it, and can be bootstrapped again', async () => {
  const id = await bootstrapTenant(database.db, { ...tenant, appKey: 'contoso' })
  for (const appKey of [{ appKey: 'contoso' }, {}])
    expect(await bootstrapTenant(database.db, { ...tenant, ...appKey })).toBe(id)
  expect(await appKeys()).toEqual(['contoso'])
})

test('a known tenant that has another key is refused, and stays as it is', async () => {
  const id = await bootstrapTenant(database.db, tenant)
  await database.sql`update tenants set status = 'pending', activated_at = null where external_id = ${id}`
  await expect(bootstrapTenant(database.db, { ...tenant, appKey: 'contoso' })).rejects.toThrow(
    `The tenant is known already, and the app calls it "${id}".`,
  )
  expect(await database.sql`select app_key, status from tenants where external_id = ${id}`).toEqual([
    { app_key: id, status: 'pending' },
  ])
})

test('a known tenant that has no other key gets the new name', async () => {
  const id = await bootstrapTenant(database.db, tenant)
  await bootstrapTenant(database.db, { ...tenant, name: 'Fabrikam' })
  expect(await database.sql`select display_name from tenants where external_id = ${id}`).toEqual([
    { display_name: 'Fabrikam' },
  ])
})

test('home tenants are added to a workspace that has an owner', async () => {
  const added = randomUUID()
  for (let times = 0; times < 2; times++) await addHomeTenants(database.db, 'bootstrapped', [added])
  expect(await database.sql`select tid from workspace_home_tenants where tid = ${added}`).toHaveLength(1)
  await expect(addHomeTenants(database.db, 'Nobody', [added])).rejects.toThrow('There is no workspace "Nobody".')
})

describe('a workspace that has an owner', () => {
  const again = (changes: object = {}) =>
    bootstrapWorkspace(database.db, { workspace: tenant.workspace, owner, homeTenants: [], ...changes })
  const state = () => database.sql`
    select (select count(*)::int from workspaces where name = ${tenant.workspace}) as workspaces,
      (select count(*)::int from audit_events) as entries,
      (select count(*)::int from grants where oid = ${owner.oid}) as grants`

  test('stands when he is given again, and nothing is written', async () => {
    const before = await state()
    expect(await again()).toEqual({ id: expect.any(String), stood: true })
    expect(await state()).toEqual(before)
  })

  test('gets the home tenant that was missing', async () => {
    const added = randomUUID()
    for (let times = 0; times < 2; times++) await again({ homeTenants: [added] })
    expect(await database.sql`select action from audit_events where target = ${added}`).toEqual([
      { action: 'workspace.home_tenant_added' },
    ])
  })

  test('is refused to another person', async () => {
    await expect(again({ owner: { ...owner, oid: randomUUID() } })).rejects.toThrow('has an owner')
  })
})

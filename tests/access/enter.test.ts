import { randomUUID } from 'node:crypto'
import type { Caller, Principal } from '../../src/access/caller'
import type { Entry, Target } from '../../src/access/enter'
import type { CapabilityName } from '../../src/shared/capabilities'
import type { AppError } from '../../src/shared/errors'
import { callerNamed } from '../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const personOf = (principal: Principal, actingFor: Principal | null = null): Caller => ({
  kind: actingFor ? 'service' : 'person',
  ...principal,
  appRoles: [],
  actingFor,
})

/** Somebody of the home tenant, without a grant. */
const somebody = () => ({ tid: callerNamed('operator').tid, oid: randomUUID() })

async function grant({ tid, oid }: Principal, role: string, tenantId: string | null = null): Promise<void> {
  await database.sql`insert into grants (workspace_id, tenant_id, tid, oid, role, granted_by)
    values (${database.tenant.workspaceId}, ${tenantId}, ${tid}, ${oid}, ${role}, 'test')`
}

/** The role with which a caller enters, or the code of the refusal. */
const enterAs = (caller: Caller, target: Target, capability: CapabilityName = 'runs.read') =>
  database
    .enter({ caller, capability }, target, async (_tx, { places }) => places.map(({ role }) => role))
    .catch((error: AppError) => error.code)

const here = () => ({ tenantKey: database.tenant.externalId })

test.each(['reader', 'operator', 'manager', 'owner'] as const)(
  'a %s of the workspace enters its tenants',
  async (role) => {
    expect(await enterAs(callerNamed(role), here())).toEqual([role])
    expect(await enterAs(callerNamed(role), { workspaceId: database.tenant.workspaceId })).toEqual([role])
  },
)

test('a tenant is entered by its external id in any case, and by the app’s key', async () => {
  await database.sql`update tenants set app_key = 'Contoso-1' where external_id = ${database.tenant.externalId}`
  const reader = callerNamed('reader')
  expect(await enterAs(reader, { tenantKey: database.tenant.externalId.toUpperCase() })).toEqual(['reader'])
  expect(await enterAs(reader, { tenantKey: 'Contoso-1' })).toEqual(['reader'])
  expect(await enterAs(reader, { tenantKey: 'contoso-1' })).toBe('access.denied')
})

test('without a grant, for what is unknown and for another workspace, the refusal is the same', async () => {
  const stranger = personOf(somebody())
  const [made] = await database.sql`insert into workspaces (name) values ('B') returning id`
  const id = String(made!.id)
  const refusals = await Promise.all(
    [
      here(),
      { tenantKey: randomUUID() },
      { tenantKey: 'nobody' },
      { workspaceId: id },
      { workspaceId: randomUUID() },
      {},
    ].map((target) =>
      database
        .enter({ caller: stranger, capability: 'runs.read' }, target, async () => 'in')
        .catch((error: AppError) => `${error.code} ${error.message}`),
    ),
  )
  expect(new Set(refusals).size).toBe(1)
  expect(refusals[0]).toMatch(/^access\.denied /)
  expect(await enterAs(callerNamed('owner'), { workspaceId: id })).toBe('access.denied')
})

test('a grant for a tenant is one for this tenant alone', async () => {
  const other = await addTenant(database)
  const person = somebody()
  await grant(person, 'operator', other.externalId)
  const caller = personOf(person)
  expect(await enterAs(caller, { tenantKey: other.externalId })).toEqual(['operator'])
  expect(await enterAs(caller, here())).toBe('access.denied')
  expect(await enterAs(caller, { workspaceId: database.tenant.workspaceId })).toEqual(['operator'])
  expect(await enterAs(caller, { workspaceId: database.tenant.workspaceId }, 'grants.read')).toBe('access.role_too_low')
})

test('of a grant for the workspace and one for a tenant, the higher counts there', async () => {
  const other = await addTenant(database)
  const person = somebody()
  await grant(person, 'reader')
  await grant(person, 'manager', other.externalId)
  expect(await enterAs(personOf(person), { tenantKey: other.externalId })).toEqual(['manager'])
  expect(await enterAs(personOf(person), here())).toEqual(['reader'])
})

test('a role that is too low is told, and which one is needed', async () => {
  const entry: Entry = { caller: callerNamed('reader'), capability: 'runs.cancel' }
  await expect(database.enter(entry, here(), async () => 'in')).rejects.toMatchObject({
    code: 'access.role_too_low',
    message: 'Your role is too low for this: it needs operator.',
  })
})

test('people count only if their Entra tenant is one of the home tenants, be it a managed one', async () => {
  const person = { tid: database.tenant.entraTenantId, oid: randomUUID() }
  await grant(person, 'owner')
  expect(await enterAs(personOf(person), here())).toBe('access.denied')
  await database.sql`insert into workspace_home_tenants (workspace_id, tid) values (${database.tenant.workspaceId}, ${person.tid})`
  expect(await enterAs(personOf(person), here())).toEqual(['owner'])
})

test('a removed tenant is entered by nobody', async () => {
  const other = await addTenant(database)
  await database.sql`update tenants set status = 'removed' where external_id = ${other.externalId}`
  expect(await enterAs(callerNamed('owner'), { tenantKey: other.externalId })).toBe('access.denied')
})

const acting = (name: 'reader' | 'operator' | 'manager' | 'owner' | 'stranger') =>
  callerNamed('actas', callerNamed(name))

test('for an acting user the lower of both roles counts, and never owner', async () => {
  expect(await enterAs(acting('reader'), here())).toEqual(['reader'])
  expect(await enterAs(acting('owner'), here())).toEqual(['manager'])
  expect(await enterAs(acting('stranger'), here())).toBe('access.denied')
  const strongest = somebody()
  await grant(strongest, 'owner')
  expect(await enterAs(personOf(strongest, callerNamed('owner')), here())).toEqual(['manager'])
  const weak = somebody()
  await grant(weak, 'reader')
  expect(await enterAs(personOf(weak, callerNamed('owner')), here())).toEqual(['reader'])
  expect(await enterAs(personOf(somebody(), callerNamed('owner')), here())).toBe('access.denied')
})

test('grants and the activation of tenants refuse an acting user', async () => {
  const workspace = { workspaceId: database.tenant.workspaceId }
  expect(await enterAs(acting('manager'), workspace, 'grants.edit')).toBe('access.in_person')
  expect(await enterAs(acting('manager'), here(), 'tenants.activate')).toBe('access.in_person')
  expect(await enterAs(callerNamed('manager'), workspace, 'grants.edit')).toEqual(['manager'])
})

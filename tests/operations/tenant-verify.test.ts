import type * as z from 'zod'
import { createTenantVerify } from '../../src/operations/tenant-verify/handler'
import type { tenantVerify } from '../../src/operations/tenant-verify/record'
import { createOpenStore } from '../../src/operations/run-store'
import { open } from '../graph/support/open'
import type { Reply } from '../graph/support/server'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { fixedTypes } from '../support/fixed-types'
import { contextOf } from '../support/run-context'
import { admitTest, claimRun } from '../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const permission = 'DeviceManagementConfiguration.Read.All'
const sku = (skuPartNumber: string, capabilityStatus: string, plan: string, provisioningStatus = 'Success') => ({
  skuPartNumber,
  capabilityStatus,
  servicePlans: [{ servicePlanName: plan, provisioningStatus }],
})
const intune = sku('EMS', 'Enabled', 'INTUNE_A')

/** A Graph that answers each list by the last part of its path; all others are empty. */
async function verify(
  answers: Record<string, Reply> = {},
  roles: readonly string[] | null = [permission],
  type = fixedTypes[0]!,
) {
  const all: Record<string, Reply> = {
    organization: { json: { value: [{ id: 't', displayName: 'Contoso' }] } },
    subscribedSkus: { json: { value: [intune] } },
    ...answers,
  }
  const run = await claimRun(database, (await admitTest(database)).runId)
  await using rig = await open(({ url }) => all[url.split('?')[0]!.split('/').at(-1)!] ?? { json: { value: [] } })
  const asked: unknown[] = []
  const operation = createTenantVerify({
    types: [type],
    async openGraph(_context, options) {
      asked.push(options)
      return { ...rig.graph, permissions: async () => roles }
    },
    openStore: createOpenStore({ db: database.db, writing: database.db }),
  })
  const { result } = await operation.run({}, contextOf(run, database.tenant))
  const items = await database.sql`select item_key, outcome, code from run_items order by 1`
  return {
    result: result as z.infer<typeof tenantVerify.result>,
    asked,
    items: Object.fromEntries(items.map(({ item_key, outcome }) => [item_key as string, outcome as string])),
  }
}

const readOf = ({ result }: Awaited<ReturnType<typeof verify>>, what: string) =>
  result.reads.find((read) => read.what === what)

test('tells name, licences, permissions, and that everything can be read, with a token that is new', async () => {
  const gone = sku('OLD', 'Deleted', 'X')
  const verified = await verify({ subscribedSkus: { json: { value: [intune, gone] } } })
  expect(verified.result).toMatchObject({ displayName: 'Contoso', licences: ['EMS'], permissions: [permission] })
  const whats = ['organization', 'subscribedSkus', 'groups', 'filters', 'configurationPolicies']
  expect(verified.result.reads).toEqual(whats.map((what) => ({ what, readable: true, code: null, missing: null })))
  expect(verified.asked).toEqual([{ newToken: true }])
  expect(Object.values(verified.items)).toEqual(whats.map(() => 'succeeded'))
})

const forbidden: Reply = { status: 403, json: { error: { code: 'Forbidden', message: 'x' } } }
const notApplicable: Reply = {
  status: 400,
  json: { error: { code: 'BadRequest', message: 'Request not applicable to target tenant.' } },
}

test('a 403 without the permission in the token names the permission', async () => {
  const verified = await verify({ configurationPolicies: forbidden }, [])
  const missing = { kind: 'permission', name: permission }
  expect(readOf(verified, 'configurationPolicies')).toMatchObject({ code: 'graph.forbidden', missing })
  expect(verified.items).toMatchObject({ configurationPolicies: 'failed', groups: 'succeeded' })
})

test.each([
  ['a 403 although the token has the permission', forbidden, [permission], 'failed'],
  ['a 403 although the token may even write', forbidden, ['DeviceManagementConfiguration.ReadWrite.All'], 'failed'],
  ['a 400 for a tenant that it is not for', notApplicable, [permission], 'skipped'],
])('%s names the licence, if the tenant does not have it', async (_what, reply, roles, outcome) => {
  const without = { json: { value: [sku('EMS', 'Enabled', 'INTUNE_A', 'Disabled'), sku('E3', 'Enabled', 'OTHER')] } }
  const verified = await verify({ configurationPolicies: reply, subscribedSkus: without }, roles)
  expect(readOf(verified, 'configurationPolicies')?.missing).toEqual({ kind: 'licence', name: 'INTUNE_A' })
  expect(verified.items).toMatchObject({ configurationPolicies: outcome })
  await database.sql`delete from runs`
  const has = await verify({ configurationPolicies: reply }, roles)
  expect(readOf(has, 'configurationPolicies')).toMatchObject({ readable: false, missing: null })
})

test('what cannot be read of the tenant itself is null, and named like the rest', async () => {
  const verified = await verify({ organization: forbidden, subscribedSkus: forbidden, groups: forbidden })
  expect(verified.result).toMatchObject({ displayName: null, licences: null })
  expect(readOf(verified, 'organization')?.missing).toEqual({ kind: 'permission', name: 'Organization.Read.All' })
  expect(readOf(verified, 'groups')?.missing).toEqual({ kind: 'permission', name: 'GroupMember.Read.All' })
})

test('a list that Graph cannot answer now is told with its code, and lacks nothing', async () => {
  const verified = await verify({ configurationPolicies: { status: 503 } })
  expect(readOf(verified, 'configurationPolicies')).toMatchObject({ code: 'graph.unavailable', missing: null })
})

test('a refused token ends the run: nothing is told of single lists', async () => {
  const refused: Reply = { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } }
  await expect(verify({ configurationPolicies: refused })).rejects.toMatchObject({ code: 'graph.auth.failed' })
})

test('nonsense in place of the organisation and the licences is no bug', async () => {
  const strange = { json: { value: [{ displayName: 5 }, null, 'x', { skuPartNumber: 'A' }] } }
  const verified = await verify({ organization: strange, subscribedSkus: strange })
  expect(verified.result).toMatchObject({ displayName: null, licences: [] })
})

test('a licence is named only where the licences are known', async () => {
  const verified = await verify({ configurationPolicies: forbidden, subscribedSkus: forbidden })
  expect(readOf(verified, 'configurationPolicies')).toMatchObject({ readable: false, missing: null })
})

test('a token that says nothing of permissions blames none', async () => {
  const verified = await verify({ configurationPolicies: forbidden }, null)
  expect(verified.result.permissions).toBeNull()
  expect(readOf(verified, 'configurationPolicies')).toMatchObject({ readable: false, missing: null })
})

test('a plan of unknown state counts, and so does a product on the page after an empty one', async () => {
  const servicePlans = [{ servicePlanName: 'INTUNE_A', provisioningStatus: null }]
  const odd = { skuPartNumber: 'EMS', capabilityStatus: 'Enabled', servicePlans }
  const verified = await verify({ configurationPolicies: forbidden, subscribedSkus: { json: { value: [odd] } } })
  expect(verified.result.licences).toEqual(['EMS'])
  expect(readOf(verified, 'configurationPolicies')?.missing).toBeNull()
})

import { policyTypes } from '../../src/intune/policy-types/registry'
import { type Answer, type Backend, startBackend } from '../support/backend'

jest.setTimeout(120_000)

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 24, seed: 11 } })
  await backend.sync()
})
afterEach(() => {
  control().clearFaults()
  control().licence(entra(), 'compliancePolicies', true)
  control().roles(entra(), all)
  control().revokeTokens()
})
afterAll(() => backend.stop())

/** The permissions that all types need, and the names of groups. */
const all = [...new Set(policyTypes.map(({ permission }) => permission)), 'GroupMember.Read.All']
const entra = () => backend.database.tenant.entraTenantId
const control = () => backend.simulator.control
const countOf = async (source: string) =>
  (await backend.database.sql`select 1 from policy_settings where source = ${source}`).length
const itemsOf = (run: Answer) =>
  backend.database.sql`select source, outcome, code, message from run_items
    where run_id = ${run.runId} and outcome in ('failed', 'skipped') order by item_key`
const stateOf = async (source: string) =>
  (
    await backend.database
      .sql`select stale_since, stale_code, last_full_read_at from source_states where source = ${source}`
  )[0]

test('a missing permission fails only its source, whose rows stay and are stale', async () => {
  const before = await countOf('intents')
  control().addFault({ kind: 'status', status: 403, forMs: 600_000, match: '/intents' })
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'partial', error: { code: 'graph.forbidden', category: 'needs_administrator' } })
  expect(run.error.message).toContain('DeviceManagementConfiguration.Read.All')
  expect(await itemsOf(run)).toMatchObject([{ source: 'intents', outcome: 'failed', code: 'graph.forbidden' }])
  expect(run.counts.removed).toBe(0)
  expect(await countOf('intents')).toBe(before)
  expect(await stateOf('intents')).toMatchObject({ stale_since: expect.any(Date), stale_code: 'graph.forbidden' })
  expect(await stateOf('deviceConfigurations')).toMatchObject({ stale_since: null, stale_code: null })
  const { body } = await backend.call('GET', `tenants/${backend.database.tenant.externalId}/settings?q=e`)
  expect(body.sources).toContainEqual({
    source: 'intents',
    lastFullReadAt: expect.any(String),
    staleSince: expect.any(String),
    code: 'graph.forbidden',
  })
  control().clearFaults()
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
  expect(await stateOf('intents')).toMatchObject({ stale_since: null, stale_code: null })
})

test('point 13: what was granted after graph.forbidden counts in the next run at once', async () => {
  for (const lacking of all) {
    control().roles(
      entra(),
      all.filter((role) => role !== lacking),
    )
    control().revokeTokens()
    const refused = await backend.sync()
    expect((await itemsOf(refused)).every(({ code }) => code === 'graph.forbidden')).toBe(true)
    expect(await itemsOf(refused)).not.toEqual([])
    // tokens issued before keep their roles
    control().roles(entra(), all)
    const run = await backend.sync()
    expect(run).toMatchObject({ status: 'succeeded', error: null })
    expect(await itemsOf(run)).toEqual([])
  }
})

test('point 13: a 401 for one collection with a good token fails this source; for every collection, the run', async () => {
  const message = JSON.stringify({ ErrorCode: 'Forbidden', Message: 'not for this app' })
  const refuse = (match: string) =>
    control().addFault({ kind: 'status', status: 401, code: 'UnknownError', message, forMs: 600_000, match })
  refuse('/intents')
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'partial', error: { code: 'graph.refused', category: 'needs_administrator' } })
  expect(await itemsOf(run)).toMatchObject([{ source: 'intents', outcome: 'failed', code: 'graph.refused' }])
  refuse('/deviceManagement/')
  expect(await backend.sync()).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'graph.auth.failed' } })
  control().clearFaults()
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
})

test('a source that the tenant is not licensed for is skipped, and its rows stay', async () => {
  const before = await countOf('compliancePolicies')
  control().licence(entra(), 'compliancePolicies', false)
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'succeeded', error: null, counts: { failed: 0, removed: 0 } })
  expect(await itemsOf(run)).toMatchObject([
    { source: 'compliancePolicies', outcome: 'skipped', code: 'graph.not_licensed' },
  ])
  expect(await countOf('compliancePolicies')).toBe(before)
  expect(await stateOf('compliancePolicies')).toMatchObject({ stale_code: 'graph.not_licensed' })
})

test.each([
  ['404', 404, 'intents'],
  ['400 ResourceNotFound', 400, 'configurationPolicies'],
])('%s below a listed policy fails the policy and never deletes it', async (_name, status, source) => {
  const [policy] = await backend.database.sql`select graph_id from policies where source = ${source} limit 1`
  const id = String(policy!.graph_id)
  const rowsOf = () =>
    backend.database.sql`select setting_path, raw_value from policy_settings where graph_policy_id = ${id} order by 1`
  const before = await rowsOf()
  const code = 'ResourceNotFound'
  control().addFault({ kind: 'status', status, code, forMs: 600_000, match: `${id}/settings` })
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'partial', counts: { failed: 1, removed: 0 } })
  expect(await itemsOf(run)).toMatchObject([{ source, outcome: 'failed', code: 'graph.not_found' }])
  expect(await rowsOf()).toEqual(before)
  expect(await backend.database.sql`select removed_at from policies where graph_id = ${id}`).toEqual([
    { removed_at: null },
  ])
})

test('unreadable assignments leave the stored ones; the policy’s settings are synced', async () => {
  const [assigned] = await backend.database
    .sql`select graph_id from policy_assignments where source = 'intents' limit 1`
  const id = String(assigned!.graph_id)
  const stored = () =>
    backend.database.sql`select * from policy_assignments where graph_id = ${id} order by assignment_key`
  const before = await stored()
  control().addFault({ kind: 'status', status: 404, forMs: 600_000, match: `${id}/assignments` })
  expect(await backend.sync()).toMatchObject({ status: 'succeeded', counts: { failed: 0 } })
  expect(await stored()).toEqual(before)
  expect(await backend.database.sql`select assignments_state from policies where graph_id = ${id}`).toEqual([
    { assignments_state: 'unreadable' },
  ])
})

test('without the permission to read groups a sync succeeds, keeps the stored names, and reports the permission', async () => {
  const groups = () => backend.database.sql`select graph_id, assignment_key, group_name from policy_assignments
    where group_id is not null order by 1, 2`
  const before = await groups()
  control().roles(
    entra(),
    all.filter((role) => role !== 'GroupMember.Read.All'),
  )
  control().revokeTokens()
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'succeeded', counts: { failed: 0, policies: 24 } })
  const items = await itemsOf(run)
  expect(items).toMatchObject([{ source: 'groups', outcome: 'skipped', code: 'graph.forbidden' }])
  expect(items[0]!.message).toContain('GroupMember.Read.All')
  expect(before.some((row) => row.group_name !== null)).toBe(true)
  expect(await groups()).toEqual(before)
})

test.each([
  ['no consent', 700016, 'graph.auth.no_consent'],
  ['a wrong secret', 7000215, 'graph.auth.invalid_client'],
  ['Conditional Access', 53003, 'graph.auth.conditional_access'],
])('%s gives one error code and no second attempt', async (_name, aadsts, code) => {
  control().addFault({ kind: 'tokenError', code: aadsts, count: 100 })
  control().revokeTokens()
  const requestsBefore = control().stats().tokenRequests.total
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'failed', attempt: 1, error: { code, category: 'needs_administrator' } })
  // 27: docs/operating.md says that each source may ask Entra once
  const requests = control().stats().tokenRequests.total - requestsBefore
  expect(requests).toBeGreaterThan(0)
  expect(requests).toBeLessThanOrEqual(policyTypes.length)
  expect((await backend.broker.queue('intune-sync-queue')).deadLettered).toBe(0)
})

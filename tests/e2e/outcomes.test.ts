import { type Answer, type Backend, startBackend } from '../support/backend'
import { createTestDatabase } from '../support/database'
import { until } from '../support/until'

jest.setTimeout(120_000)

let backend: Backend
beforeEach(async () => void (backend = await startBackend({ content: { policies: 24, seed: 11 } })))
afterEach(() => backend.stop())

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

test('a permission missing for one source is that source’s outcome; the others go on, its rows stay and are called stale', async () => {
  await backend.sync()
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

test('a source that the tenant is not licensed for is no failure, and its rows stay', async () => {
  await backend.sync()
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
])('%s below a policy just listed is that policy’s error, never a deletion', async (_name, status, source) => {
  await backend.sync()
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

test('assignments that cannot be read keep the old ones and say so; the policy’s settings are synced all the same', async () => {
  await backend.sync()
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

test('without the permission to read groups a sync is whole, and the missing permission is told', async () => {
  control().roles(entra(), ['DeviceManagementConfiguration.Read.All'])
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'succeeded', counts: { failed: 0, policies: 24 } })
  const items = await itemsOf(run)
  expect(items).toMatchObject([{ source: 'groups', outcome: 'skipped', code: 'graph.forbidden' }])
  expect(items[0]!.message).toContain('GroupMember.Read.All')
  const groups = await backend.database.sql`select group_name from policy_assignments where group_id is not null`
  expect(groups.length).toBeGreaterThan(0)
  expect(groups.every((row) => row.group_name === null)).toBe(true)
})

test.each([
  ['no consent', 700016, 'graph.auth.no_consent'],
  ['a wrong secret', 7000215, 'graph.auth.invalid_client'],
  ['Conditional Access', 53003, 'graph.auth.conditional_access'],
])('%s is one clear code, and no second attempt', async (_name, aadsts, code) => {
  control().addFault({ kind: 'tokenError', code: aadsts, count: 100 })
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'failed', attempt: 1, error: { code, category: 'needs_administrator' } })
  expect(backend.broker.queue('intune-sync-queue').deadLettered).toBe(0)
})

test('a tenant throttled for longer than a worker waits is continued later, by any worker, from where it stood', async () => {
  await backend.stop()
  const database = await createTestDatabase()
  const { sql, tenant } = database
  // the same tenant and the same database behind two hosts, one after the other
  const begin = async () => {
    backend = await startBackend({
      content: { policies: 24, seed: 11 },
      database: { ...database, close: async () => {} },
    })
  }
  const runOf = async (runId: string) => (await backend.call('GET', `tenants/${tenant.externalId}/runs/${runId}`)).body
  await begin()
  control().addFault({ kind: 'status', status: 429, retryAfter: 600, forMs: 600_000, skip: 30 })
  const { runId } = (await backend.call('POST', `tenants/${tenant.externalId}/sync`)).body
  await until('the run was given back', async () => {
    const run = await runOf(runId)
    return run.attempt === 1 && run.status === 'queued'
  })
  // nobody holds it, its message is scheduled, and the tenant is left alone by both lanes
  const [waiting] = await sql`select lease_until, due_at > now() + interval '5 minutes' as later,
    (select graph_not_before > now() + interval '5 minutes' from tenants where external_id = ${tenant.externalId}) as alone
    from runs where id = ${runId}`
  expect(waiting).toEqual({ lease_until: null, later: true, alone: true })
  const done = await sql`select item_key, inserted from run_items where outcome = 'succeeded' and item_key <> source`
  expect(done.length).toBeGreaterThan(0)
  await backend.stop()
  await begin()
  await sql`update tenants set graph_not_before = null`
  await sql`update runs set due_at = now(), dispatched_at = now() - interval '1 minute', sent_at = null where id = ${runId}`
  await backend.call('POST', 'ops/tick')
  await until('the run ended', async () => (await runOf(runId)).finishedAt)
  expect(await runOf(runId)).toMatchObject({ status: 'succeeded', attempt: 2, counts: { policies: 24, failed: 0 } })
  // what the first attempt had finished was not done again
  const kept = await sql`select item_key, inserted from run_items where attempt = 1 and item_key <> source`
  expect(kept).toEqual(expect.arrayContaining([...done]))
  await database.close()
})

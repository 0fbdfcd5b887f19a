import { type Answer, type Backend, startBackend } from '../support/backend'
import { control } from '../support/control'

jest.setTimeout(90_000)

let backend: Backend
beforeAll(async () => void (backend = await startBackend({ content: { policies: 30, seed: 5 } })))
afterEach(() => backend.simulator.control.clearFaults())
afterAll(() => backend.stop())

const stored = () =>
  backend.database
    .sql`select source, graph_policy_id, setting_path, setting_name, setting_value, raw_value, last_synced_at
    from policy_settings order by source, graph_policy_id, setting_path`

/** Rows as text without the time, to compare whole tables. */
const withoutTime = (rows: Answer[]) => rows.map(({ last_synced_at: _time, ...row }) => JSON.stringify(row))
const tenantPath = () => `tenants/${backend.database.tenant.entraTenantId}`
const controlSimulator = (method: string, path: string, body?: unknown) =>
  control(backend.simulator, method, path, body)

test('a second sync of an unchanged tenant changes only the time and makes as many requests', async () => {
  const first = await backend.sync()
  const before = await stored()
  const second = await backend.sync()
  const after = await stored()
  expect(first).toMatchObject({ status: 'succeeded', counts: { policies: 30, failed: 0 } })
  expect(first.counts.inserted).toBe(before.length)
  expect(second.counts).toEqual({ ...first.counts, inserted: 0, updated: 0, removed: 0, unchanged: before.length })
  expect(second.graph.requests).toBe(first.graph.requests)
  expect(withoutTime(after)).toEqual(withoutTime(before))
  for (const [i, row] of after.entries())
    expect(row.last_synced_at.getTime()).toBeGreaterThan(before[i]!.last_synced_at.getTime())
})

test('a sync reads everything despite 429, 5xx, dropped connections and broken JSON', async () => {
  const kinds = [
    { kind: 'status', status: 429, count: 3, retryAfter: 1, match: '/settings' },
    { kind: 'status', status: 503, count: 2, match: 'configurationPolicies\\?' },
    { kind: 'drop', count: 2, match: '/settings' },
    { kind: 'malformed', count: 1, match: '/settings' },
    { kind: 'html', count: 1, match: 'deviceCompliancePolicies' },
  ]
  for (const fault of kinds) await controlSimulator('POST', 'faults', fault)
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 30, failed: 0 } })
  expect(run.graph.retries).toBeGreaterThanOrEqual(8)
  expect(run.graph.throttledMs).toBeGreaterThan(0)
})

test('a wrong client secret causes one token request and one attempt, and no dead letter', async () => {
  await controlSimulator('POST', 'secret', { state: 'wrong' })
  await controlSimulator('DELETE', 'stats')
  const run = await backend.sync()
  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { code: 'graph.auth.invalid_client', category: 'needs_administrator' },
  })
  expect(await controlSimulator('GET', 'stats')).toMatchObject({ tokenRequests: { total: 1 } })
  expect(await backend.broker.queue('intune-sync-queue')).toEqual({
    active: 0,
    locked: 0,
    scheduled: 0,
    deferred: 0,
    deadLettered: 0,
  })
  await controlSimulator('POST', 'secret', { state: 'ok' })
  expect((await backend.sync()).status).toBe('succeeded')
})

test('the job’s log events have the fields the existing system knows', async () => {
  const run = await backend.sync()
  const events = backend.lines
    .filter((line) => line.includes('"event":"job_'))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))))
    .filter((event) => event.jobId === run.runId)
  expect(events).toMatchObject([
    {
      event: 'job_start',
      jobId: run.runId,
      tenantId: backend.database.tenant.externalId,
      timestamp: expect.any(String),
    },
    { event: 'job_complete', jobId: run.runId, durationMs: expect.any(Number), settings: run.counts.settings },
  ])
})

test('the existing app’s statements work beside a sync, and its old rows are removed', async () => {
  const { sql, tenant } = backend.database
  await sql`insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at)
    values ('cuid', ${tenant.externalId}, 'old', 'Old', 'configurationPolicy', 'x', 'y', 'string', now())`
  const run = await backend.sync()
  // 18: every source was read, and the old system's row stays until somebody asks for its removal
  expect(run.counts.removed).toBe(0)
  expect(await sql`select id from policy_settings where source is null`).toEqual([{ id: 'cuid' }])
  const upsert =
    () => sql`insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at)
    values ('cuid2', ${tenant.externalId}, 'p', 'P', 'configurationPolicy', 'x', 'y', 'string', now())
    on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value`
  await upsert()
  await upsert()
  expect(await sql`select id from policy_settings where graph_policy_id = 'p'`).toEqual([{ id: 'cuid2' }])
})

test('one setting changed and one policy deleted: exactly those rows change', async () => {
  await backend.sync()
  const before = await stored()
  const changed = before.find((row) => row.source === 'deviceCompliancePolicies' && row.raw_value === 'true')!
  const deleted = before.find((row) => row.source === 'configurationPolicies')!
  const path = `${tenantPath()}/${changed.source}/${changed.graph_policy_id}/setting`
  await controlSimulator('POST', path, { path: changed.setting_path, value: false })
  await controlSimulator('DELETE', `${tenantPath()}/${deleted.source}/${deleted.graph_policy_id}`)
  const { status, counts } = await backend.sync()
  const gone = before.filter((row) => row.graph_policy_id === deleted.graph_policy_id)
  expect({ status, ...counts }).toMatchObject({ status: 'succeeded', inserted: 0, updated: 1, removed: gone.length })
  const isChanged = (row: Answer) =>
    row.graph_policy_id === changed.graph_policy_id && row.setting_path === changed.setting_path
  const others = (rows: Answer[]) => withoutTime(rows.filter((row) => !isChanged(row) && !gone.includes(row)))
  const after = await stored()
  expect(others(after)).toEqual(others(before))
  expect(after.find(isChanged)).toMatchObject({ raw_value: 'false' })
})

test('with odd data every policy is stored or reported', async () => {
  await backend.stop()
  backend = await startBackend({ content: { policies: 40, seed: 9, odd: true } })
  const run = await backend.sync()
  expect(['succeeded', 'partial']).toContain(run.status)
  const items = await backend.database.sql`select outcome, code, message from run_items where item_key <> source`
  expect(items).toHaveLength(40)
  for (const item of items.filter((i) => i.outcome === 'failed')) expect(item.message).toBeTruthy()
  const rows = await backend.database.sql`select 1 from policy_settings where position(chr(65533) in setting_value) > 0`
  expect(rows.length).toBeGreaterThan(0) // U+0000 came and was replaced
})

import { type Backend, startBackend } from '../support/backend'
import { propertiesOf, type Row } from '../../local/telemetry/tables'
import { until } from '../support/until'

jest.setTimeout(120_000)

const error = 3

let backend: Backend
beforeEach(async () => void (backend = await startBackend({ samplingRatio: 0, content: { policies: 3, seed: 2 } })))
afterEach(() => backend.stop())

const records = () => backend.telemetry!.store.rows('AppTraces')
const named = (event: string) => (row: Row) => row['Message'] === event
/** The lines of an event, as the host has them. */
const linesOf = (event: string) => backend.lines.filter((line) => line.startsWith(`{"event":"${event}"`))

async function makeTenants(count: number): Promise<string[]> {
  const { sql, tenant } = backend.database
  const rows = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status, activated_at)
    select ${tenant.workspaceId}, gen_random_uuid(), 'one of many', 'active', now() from generate_series(1, ${count}) returning external_id`
  return rows.map((row) => String(row.external_id))
}

test('of 100 failed runs each one is told, once, though no trace is kept', async () => {
  const tenants = await makeTenants(100)
  for (const tenant of tenants)
    expect(await backend.call('POST', `tenants/${tenant}/sync`)).toMatchObject({ status: 202 })
  await until('all have failed', async () => {
    const [row] = await backend.database.sql`select count(*)::int from runs where status = 'failed'`
    return row!.count === 100
  })
  await backend.host.stop()
  const failed = records().filter(named('job_failed'))
  expect(new Set(failed.map((row) => propertiesOf(row)['externalId']))).toEqual(new Set(tenants))
  expect(failed).toHaveLength(100)
  expect(linesOf('job_failed')).toHaveLength(100)
  for (const row of failed) {
    expect(row).toMatchObject({ SeverityLevel: error, ItemCount: 1 })
    expect(propertiesOf(row)).toMatchObject({
      code: 'graph.auth.tenant_not_found',
      status: 'failed',
      operation: 'policy.sync',
    })
    expect(propertiesOf(row)['jobId']).toBeDefined()
  }
  expect(backend.telemetry!.store.rows('AppRequests')).toEqual([])
  expect(backend.telemetry!.store.rows('AppDependencies')).toEqual([])
})

test('a pass tells the state of the whole system, and every record stands once among the lines too', async () => {
  await backend.sync()
  expect(await backend.call('POST', 'ops/tick')).toMatchObject({ status: 200 })
  await backend.host.stop()
  const ticks = records().filter(named('tick'))
  expect(linesOf('tick')).toHaveLength(ticks.length)
  expect(propertiesOf(ticks[0]!)).toMatchObject({
    status: 'succeeded',
    waiting: '0',
    running: '0',
    completed24h: '1',
    failed24h: '0',
    tenantsWithoutSync: '0',
    deadLettersSync: '0',
    deadLettersInteractive: '0',
    owed: '0',
    late: '0',
    repaired: '0',
    failedRepairs: '0',
  })
  for (const event of ['job_start', 'job_complete']) {
    expect(records().filter(named(event))).toHaveLength(1)
    expect(linesOf(event)).toHaveLength(1)
  }
  expect(propertiesOf(records().find(named('job_complete'))!)).toMatchObject({
    status: 'succeeded',
    failed: '0',
    skipped: '0',
    attempt: '1',
    lane: 'sync',
    durationMs: expect.stringMatching(/^\d+$/),
    dwellMs: expect.stringMatching(/^\d+$/),
    graphMs: expect.stringMatching(/^[1-9]/),
    databaseCalls: expect.stringMatching(/^[1-9]/),
  })
})

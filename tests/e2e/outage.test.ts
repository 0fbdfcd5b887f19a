import { ServiceBusClient } from '@azure/service-bus'
import { migrate } from '../../src/db/migrate'
import { ManualClock } from '../../local/clock'
import { type Postgres, startPostgres } from '../../local/postgres/postgres'
import { type Backend, startBackend } from '../support/backend'
import { createTestDatabase } from '../support/database'
import { testUnless } from '../support/emulator/differences'
import { until } from '../support/until'

jest.setTimeout(300_000)

const brokerTest = testUnless('clock')

const queue = 'intune-sync-queue'
let postgres: Postgres
let backend: Backend
let clock: ManualClock

async function begin(policies: number): Promise<void> {
  postgres = await startPostgres()
  await migrate(postgres.info.url)
  // the broker's clock begins at the real time: the app computes scheduled times by its own
  clock = new ManualClock(Date.now())
  const database = await createTestDatabase({ server: postgres.info.url })
  backend = await startBackend({ content: { policies, seed: 5 }, clock, database })
}

afterEach(async () => {
  await backend.stop()
  await postgres.stop()
})

/** Advances the broker's clock in steps, so that due messages are delivered in between. */
async function advanceTime(ms: number, done: () => Promise<boolean> = async () => false): Promise<void> {
  // slow enough that a lock does not expire while a handler works in real time
  for (let gone = 0; gone < ms && !(await done()); gone += 1_000) {
    clock.advance(1_000)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const isWorkedOff = async () => {
  const { active, locked } = await backend.broker.queue(queue)
  return active + locked === 0
}

const ended = async () => {
  const rows = await backend.database.sql`select 1 from runs where lane is not null and finished_at is null`
  return rows.length === 0
}

brokerTest(
  'with 200 queued messages and three minutes without PostgreSQL, nothing is dead-lettered and every run ends',
  async () => {
    await begin(0)
    const { sql, tenant } = backend.database
    await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    select ${tenant.workspaceId}, ${tenant.entraTenantId} || ' ' || n, 'T', 'active' from generate_series(1, 200) n`
    const runs = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at, sent_at)
    select workspace_id, external_id, 'policy.sync', 'sync', 'x', now(), now() from tenants where display_name = 'T' returning id`
    await postgres.crash()
    const client = new ServiceBusClient(backend.broker.connectionString)
    await client.createSender(queue).sendMessages(runs.map((run) => ({ body: { v: 1, runId: run.id as string } })))
    await client.close()
    const health = await backend.call('GET', 'worker-health')
    expect(health).toMatchObject({ status: 500, body: { status: 'unhealthy', error: 'db.unavailable' } })
    const { status, body, headers } = await backend.send('GET', 'health/ready')
    expect({ status, body, retryAfter: headers.get('retry-after') }).toEqual({
      status: 503,
      body: { status: 'not_ready' },
      retryAfter: '10',
    })
    await advanceTime(180_000)
    expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
    await postgres.restart()
    await until('every run ended', ended)
    expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
    const rows = await sql`select status, count(*)::int as n from runs where lane is not null group by 1`
    expect(rows.reduce((sum, row) => sum + Number(row.n), 0)).toBe(200)
  },
)

brokerTest('a sync goes on and stores everything after PostgreSQL was unavailable', async () => {
  await begin(60)
  const { sql, tenant } = backend.database
  const { body } = await backend.call('POST', `tenants/${tenant.externalId}/sync`)
  await until('some policies are stored', async () => (await sql`select 1 from run_items limit 5`).length === 5)
  await postgres.crash()
  const answer = await backend.call('GET', `tenants/${tenant.externalId}/runs/${body.runId}`)
  expect(answer).toMatchObject({ status: 503, body: { code: 'db.unavailable' } })
  await advanceTime(20_000)
  await postgres.restart()
  // the first attempt is over: its lease expires, or it waits for its retry
  await sql`update runs set lease_until = now() - interval '1 second' where status = 'running' and attempt = 1`
  await until('the run ended', async () => {
    await sql`update runs set due_at = now() where status = 'queued' and due_at > now()`
    await sql`update runs set sent_at = null, dispatched_at = dispatched_at - interval '1 minute' where status = 'queued'`
    await backend.call('POST', 'ops/tick')
    return ended()
  })
  const run = (await backend.call('GET', `tenants/${tenant.externalId}/runs/${body.runId}`)).body
  expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 60, failed: 0 } })
  expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
})

brokerTest('a sync ends while Service Bus is unavailable, and its message is completed later', async () => {
  await begin(60)
  const { sql, tenant } = backend.database
  const { body } = await backend.call('POST', `tenants/${tenant.externalId}/sync`)
  await until('some policies are stored', async () => (await sql`select 1 from run_items limit 5`).length === 5)
  await backend.broker.pause()
  await until('the run ended without the broker', ended)
  await backend.broker.resume()
  await advanceTime(120_000, isWorkedOff)
  await until('its message was completed', async () => {
    clock.advance(1_000)
    return isWorkedOff()
  })
  const run = (await backend.call('GET', `tenants/${tenant.externalId}/runs/${body.runId}`)).body
  expect(run).toMatchObject({ status: 'succeeded', attempt: 1, counts: { policies: 60, failed: 0 } })
  expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
})

import { ServiceBusClient } from '@azure/service-bus'
import postgres from 'postgres'
import type { ManualClock } from '../../local/clock'
import { connections } from '../../src/connections'
import type { Backend } from '../support/backend'
import { type BackendOfLogin, startBackendOfLogin } from '../support/backend-of-login'
import type { DatabaseRole } from '../support/database-role'
import { until } from '../support/until'

jest.setTimeout(180_000)

/** Of the login: an instance wants more, and there may be several. */
const limit = 12
const queue = 'intune-sync-queue'
const each = 40

let started: BackendOfLogin
let role: DatabaseRole
let backend: Backend
let clock: ManualClock
beforeEach(async () => {
  started = await startBackendOfLogin(limit)
  ;({ role, backend, clock } = started)
})
afterEach(() => started.stop())

async function addTenants(name: string): Promise<string[]> {
  const { sql, tenant } = backend.database
  const rows = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    select ${tenant.workspaceId}, gen_random_uuid()::text, ${name}, 'active' from generate_series(1, ${each}) returning external_id as id`
  return rows.map(({ id }) => String(id))
}

/** Adds a run of each tenant, and sends its message. */
async function sendRuns(tenants: readonly string[]): Promise<void> {
  const { sql } = backend.database
  const runs = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at, sent_at)
    select workspace_id, external_id, 'policy.reflatten', 'sync', 'x', now(), now() from tenants where external_id in ${sql(tenants)} returning id`
  const client = new ServiceBusClient(backend.broker.connectionString)
  await client.createSender(queue).sendMessages(runs.map((run) => ({ body: { v: 1, runId: run.id as string } })))
  await client.close()
}

/** Starts a run of each tenant at once. Gives back the tenants whose start was refused because the database is busy. */
async function start(tenants: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    tenants.map(async (id) => ({ id, ...(await backend.call('POST', `tenants/${id}/reflatten`)) })),
  )
  const refused = answers.filter(({ status }) => status !== 202)
  expect(refused.filter(({ status, body }) => status !== 503 || body.code !== 'db.unavailable')).toEqual([])
  return refused.map(({ id }) => id)
}

/** As other instances would: takes all connections of the login. */
async function takeAll(): Promise<() => Promise<void>> {
  await role.endSessions()
  const taken: postgres.Sql[] = []
  await until('the login has no connection left', async () => {
    const sql = postgres(role.url, { max: 1, fetch_types: false, onnotice: () => {} })
    const code = await sql`select 1`.then(
      () => null,
      (error: { code: string }) => error.code,
    )
    if (code === null) taken.push(sql)
    return code === '53300'
  })
  return async () => void (await Promise.all(taken.map((sql) => sql.end())))
}

const events = (event: string, code = '') =>
  backend.lines.filter((line) => line.includes(`"event":"${event}"`) && line.includes(code)).length

test('with fewer connections than an instance wants, starts get 503, runs are retried, and nothing is lost or dead-lettered', async () => {
  expect(limit).toBeLessThan(Object.values(connections).reduce((sum, count) => sum + count, 0))
  const [sent, started] = [await addTenants('sent'), await addTenants('started')]
  const giveBack = await takeAll()
  await sendRuns(sent)
  expect(await start(started)).toEqual(started)
  await until('every message is postponed', () => events('message_postponed', 'db.unavailable') >= each)
  await giveBack()
  // now both compete for the few
  let refused = started
  await until('every start is taken', async () => {
    clock.advance(1_000)
    refused = await start(refused)
    return refused.length === 0
  })
  const { sql } = backend.database
  await until('all runs have ended', async () => {
    clock.advance(1_000)
    return (await sql`select 1 from runs where lane is not null and finished_at is null`).length === 0
  })
  expect(await sql`select status, count(*)::int as runs from runs where lane is not null group by 1`).toEqual([
    { status: 'succeeded', runs: 2 * each },
  ])
  expect(await backend.broker.queue(queue)).toMatchObject({ deadLettered: 0 })
  expect(await backend.broker.queue('intune-operations-queue')).toMatchObject({ deadLettered: 0 })
  expect(events('message_thrown')).toBe(0)
})

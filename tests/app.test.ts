import { randomUUID } from 'node:crypto'
import type { SeededTenant } from '../local/postgres/fresh'
import { type Backend, createApp } from '../src/app'
import { readConfig } from '../src/config'
import { connections } from '../src/connections'
import { policySync } from '../src/operations/policy-sync/record'
import { limits } from '../src/runs/ledger/limits'
import { toSafeError } from '../src/shared/errors'
import { toRunId } from '../src/shared/ids'
import { appSettings } from './support/app-settings'
import { operator } from './support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from './support/database'
import { admitTest } from './support/runs'
import { startTestBroker, type TestBroker } from './support/test-broker'
import { until } from './support/until'

let database: TestDatabase
let broker: TestBroker
let app: Backend
beforeEach(async () => {
  database = await createTestDatabase()
  broker = await startTestBroker()
  app = createApp(readConfig(appSettings(database, broker)), () => {})
})
afterEach(async () => {
  await app.close()
  await broker.stop()
  await database.close()
})

const following = { caller: operator, capability: 'runs.read' } as const

const start = (tenantKey: string) =>
  app.start({ caller: operator }, policySync, { tenantKey, input: {}, force: false, trailing: false }).then(
    () => 'started',
    (error: unknown) => toSafeError(error).code,
  )

/** How many sessions wait for a lock, and until when the run is leased: in one look. */
async function look(runId: string | null = null) {
  const [row] = await database.sql`select (select lease_until from runs where id = ${runId}) as lease,
    (select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query like '%from tenants%') as waiting`
  return row as unknown as { lease: Date | null; waiting: number }
}

test('5: while every connection of the requests waits for a lock, health answers, reconcile and searches work', async () => {
  const { sql, tenant } = database
  const other = await addTenant(database)
  await sql`insert into schedules (tenant_id, operation, every_minutes) values (${other.externalId}, 'policy.sync', 60)`
  const many = await Promise.all(Array.from({ length: 20 }, () => addTenant(database)))
  const locked = many.map(({ externalId }) => externalId)
  let starts: Promise<unknown> | undefined
  await sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id in ${sql(locked)} for update`
    starts = Promise.all(locked.map(start))
    await until('every connection waits', async () => (await look()).waiting >= connections.requests)
    expect(await app.health()).toMatchObject({ queue: { waiting: expect.any(Number) } })
    expect(await app.reconcile('http')).toMatchObject({ ran: true, repairs: { scheduled: 1 } })
    const query = { words: [], valueWords: [], includeDefaults: false }
    expect(
      await app.listSettings({ caller: operator, capability: 'policies.read' }, tenant.externalId, { query, limit: 1 }),
    ).toMatchObject({ items: [] })
  })
  await starts
})

test('5: while every statement that requests may send takes a minute, health answers', async () => {
  const { sql, tenant } = database
  await sql`alter table grants rename to kept`
  await sql`create view grants as select kept.* from kept, pg_sleep(60)`
  const places = connections.requests * 4
  const follows = Array.from({ length: places }, () =>
    app.followRun(following, { tenantKey: tenant.externalId }, toRunId(randomUUID())),
  )
  const sleeping = () =>
    sql`select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`
  await until('every connection is taken', async () => (await sleeping()).length === connections.requests)
  expect(await app.health()).toMatchObject({ queue: { waiting: expect.any(Number) } })
  let areEnded = false
  const ended = Promise.allSettled(follows).then(() => (areEnded = true))
  while (!areEnded) {
    for (const { pid } of await sleeping()) await sql`select pg_cancel_backend(${pid as number})`
  }
  await ended
})

/** Begins to work on a run of this tenant; it works until `finish` is called. */
async function beginRun({ externalId: tenantId, workspaceId }: SeededTenant) {
  const { sql } = database
  await sql`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, content_hash, assignments_state, raw)
    values (${tenantId}, 's', 'a', 'a', 't', 'a', 'h', 'read', '')`
  const { runId } = await admitTest(database, { tenantId, workspaceId, operation: 'policy.reflatten' })
  const holder = await sql.reserve()
  await holder`begin`
  await holder`lock table policies in access exclusive mode`
  const working = app.runMessage(
    'sync',
    { v: 1, runId },
    { enqueuedAt: new Date(), sequenceNumber: '1', deliveryCount: 1 },
  )
  await until('the run works', async () => (await look(runId)).lease !== null)
  async function finish() {
    await holder`commit`
    holder.release()
    await working
    return (await sql`select status from runs where id = ${runId}`)[0]!.status as string
  }
  return { runId, finish }
}

test('5: starts of a locked tenant are answered with db.unavailable, and delay no heartbeat and no end of another tenant’s run', async () => {
  const { heartbeatEvery } = limits
  Object.assign(limits, { heartbeatEvery: 1 })
  const { sql, tenant: locked } = database
  const other = await addTenant(database)
  const { runId, finish } = await beginRun(other)
  const answers: string[] = []
  await sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id = ${locked.externalId} for update`
    let ended = false
    const starters = Array.from({ length: 20 }, async () => {
      while (!ended) answers.push(await start(locked.externalId))
    })
    let first: Date | null = null
    await until('a heartbeat came while requests waited for the lock', async () => {
      const { lease, waiting } = await look(runId)
      if (waiting === 0) return false
      first ??= lease
      return lease! > first!
    })
    expect(await finish()).toBe('succeeded')
    expect(await start(other.externalId)).toBe('started')
    ended = true
    await Promise.all(starters)
  })
  Object.assign(limits, { heartbeatEvery })
  expect(answers.length).toBeGreaterThanOrEqual(20)
  expect(new Set(answers)).toEqual(new Set(['db.unavailable']))
  await until('the tenant can be started again', async () => (await start(locked.externalId)) === 'started')
})

test('5: while ten tenants are locked, other tenants start, and all runs can be followed', async () => {
  const { sql, tenant } = database
  const locked = await Promise.all(Array.from({ length: 10 }, () => addTenant(database)))
  const request = { tenantKey: tenant.externalId, input: {}, force: false, trailing: false }
  const { runId } = await app.start({ caller: operator }, policySync, request)
  await sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id in ${sql(locked.map(({ externalId }) => externalId))} for update`
    let ended = false
    const starters = locked.flatMap(({ externalId }) =>
      [externalId, externalId.toUpperCase()].map(async (key) => {
        while (!ended) await start(key)
      }),
    )
    for (let i = 0; i < 10; i++) {
      expect(await start((await addTenant(database)).externalId)).toBe('started')
      expect(await app.followRun(following, { tenantKey: tenant.externalId }, runId)).toMatchObject({
        run: { id: runId },
      })
    }
    ended = true
    await Promise.all(starters)
  })
})

test('5: a search that waits for a lock on the table is db.unavailable, not a search that is too slow', async () => {
  const { sql, tenant } = database
  const query = { words: ['x'], valueWords: [], includeDefaults: false }
  await sql.begin(async (tx) => {
    await tx`lock table policy_settings in access exclusive mode`
    const search = app.listSettings({ caller: operator, capability: 'policies.read' }, tenant.externalId, {
      query,
      limit: 1,
    })
    expect(await search.catch((error: unknown) => toSafeError(error).code)).toBe('db.unavailable')
  })
})

import { readRun } from '../../../src/runs/ledger/read'
import { recordSent } from '../../../src/runs/ledger/record-sent'
import { reconcile } from '../../../src/runs/reconcile/reconcile'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, testOperation } from '../../support/harness'
import { admitTest, claimed } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

function deps() {
  const { queues, sent, state } = createTestQueues()
  const operations = new Map([['test', testOperation(async () => ({}))]])
  return { ticking: { db: database.db, queues, log: () => {}, operations }, sent, state }
}

const records = () => database.sql`select status, counts, requested_by, tenant_id, lane from runs
  where operation = 'ops.reconcile_adapter_runs' order by seq`

test('a quiet pass leaves no record, unless it was asked for', async () => {
  const { ticking, sent } = deps()
  expect(await reconcile(ticking)).toEqual({ ran: true, repairs: { expired: 0, lanes: 0, sent: 0, scheduled: 0 } })
  expect(await records()).toHaveLength(0)
  await reconcile(ticking, 'http')
  expect(await records()).toMatchObject([{ status: 'succeeded', requested_by: 'http', tenant_id: null, lane: null }])
  expect(sent).toEqual([])
})

test('an expired lease is taken back and rung, and the pass is recorded', async () => {
  const { ticking, sent } = deps()
  const run = await claimed(database, (await admitTest(database)).runId)
  await database.sql`update runs set lease_until = now() - interval '1 second'`
  expect((await reconcile(ticking)).repairs.expired).toBe(1)
  expect(await readRun(database.db, run.id)).toMatchObject({ status: 'queued', failures: 1 })
  expect(sent).toMatchObject([{ message: { runId: run.id } }])
  expect(await records()).toMatchObject([{ counts: { expired: 1 } }])
})

test('what was never sent is sent and then marked', async () => {
  const { ticking, sent } = deps()
  const { runId } = await admitTest(database)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  await reconcile(ticking)
  expect(sent).toMatchObject([{ message: { runId } }])
  expect((await reconcile(ticking)).repairs.sent).toBe(0)
})

test('sent long ago is lost only when the queue has moved past it', async () => {
  const { ticking, sent, state } = deps()
  const { messages } = await admitTest(database)
  await recordSent(database.db, [messages[0]!])
  await database.sql`update runs set sent_at = sent_at - interval '20 minutes', due_at = due_at - interval '20 minutes'`
  state.head = new Date(Date.now() - 3_600_000)
  await reconcile(ticking)
  expect(sent).toHaveLength(0) // an older message still waits: the queue is long
  state.head = new Date()
  await reconcile(ticking)
  expect(sent).toHaveLength(1)
})

test('a due schedule starts a run on the sync lane, once', async () => {
  const { ticking, sent } = deps()
  await database.sql`insert into schedules (tenant_id, operation, every_minutes, next_at)
    values (${database.tenant.externalId}, 'test', 60, now() - interval '1 minute')`
  expect((await reconcile(ticking)).repairs.scheduled).toBe(1)
  expect((await reconcile(ticking)).repairs.scheduled).toBe(0)
  expect(sent).toMatchObject([{ lane: 'sync' }])
})

test('with the broker down a pass fails nothing, and the next one sends', async () => {
  const { ticking, sent, state } = deps()
  await admitTest(database)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  state.down = true
  await reconcile(ticking)
  expect(sent).toEqual([])
  state.down = false
  await reconcile(ticking)
  expect(sent).toHaveLength(1)
})

test('one pass at a time', async () => {
  const { ticking } = deps()
  await database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7265204)`
    expect(await reconcile(ticking)).toMatchObject({ ran: false })
  })
  expect(await reconcile(ticking)).toMatchObject({ ran: true })
})

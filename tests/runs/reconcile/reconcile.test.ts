import { readRun } from '../../../src/runs/ledger/read'
import { recordSent } from '../../../src/runs/ledger/record-sent'
import { reconcile } from '../../../src/runs/reconcile/reconcile'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, testOperation } from '../../support/harness'
import { admitTest, claimRun } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

function deps() {
  const { queues, sent, state } = createTestQueues()
  const operations = new Map([['test', testOperation(async () => ({}))]])
  return { reconciling: { db: database.db, queues, log: () => {}, operations }, sent, state }
}

const records = () => database.sql`select status, counts, requested_by, tenant_id, lane from runs
  where operation = 'ops.reconcile_adapter_runs' order by seq`

test('a pass without repairs is recorded only when it was requested', async () => {
  const { reconciling, sent } = deps()
  expect(await reconcile(reconciling)).toEqual({ ran: true, repairs: { expired: 0, lanes: 0, sent: 0, scheduled: 0 } })
  expect(await records()).toHaveLength(0)
  await reconcile(reconciling, 'http')
  expect(await records()).toMatchObject([{ status: 'succeeded', requested_by: 'http', tenant_id: null, lane: null }])
  expect(sent).toEqual([])
})

test('a run with an expired lease is requeued and its message sent, and the pass is recorded', async () => {
  const { reconciling, sent } = deps()
  const run = await claimRun(database, (await admitTest(database)).runId)
  await database.sql`update runs set lease_until = now() - interval '1 second'`
  expect((await reconcile(reconciling)).repairs.expired).toBe(1)
  expect(await readRun(database.db, run.id)).toMatchObject({ status: 'queued', failures: 1 })
  expect(sent).toMatchObject([{ message: { runId: run.id } }])
  expect(await records()).toMatchObject([{ counts: { expired: 1 } }])
})

test('an unsent message is sent once', async () => {
  const { reconciling, sent } = deps()
  const { runId } = await admitTest(database)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  await reconcile(reconciling)
  expect(sent).toMatchObject([{ message: { runId } }])
  expect((await reconcile(reconciling)).repairs.sent).toBe(0)
})

test('a message sent long ago is lost only if the oldest message in the queue is younger', async () => {
  const { reconciling, sent, state } = deps()
  const { messages } = await admitTest(database)
  await recordSent(database.db, [messages[0]!])
  await database.sql`update runs set sent_at = sent_at - interval '20 minutes', due_at = due_at - interval '20 minutes'`
  state.head = new Date(Date.now() - 3_600_000)
  await reconcile(reconciling)
  expect(sent).toHaveLength(0) // an older message still waits: the queue is long
  state.head = new Date()
  await reconcile(reconciling)
  expect(sent).toHaveLength(1)
})

test('a due schedule starts a run on the sync lane, once', async () => {
  const { reconciling, sent } = deps()
  await database.sql`insert into schedules (tenant_id, operation, every_minutes, next_at)
    values (${database.tenant.externalId}, 'test', 60, now() - interval '1 minute')`
  expect((await reconcile(reconciling)).repairs.scheduled).toBe(1)
  expect((await reconcile(reconciling)).repairs.scheduled).toBe(0)
  expect(sent).toMatchObject([{ lane: 'sync' }])
})

test('a pass without the broker succeeds, and the next one sends the message', async () => {
  const { reconciling, sent, state } = deps()
  await admitTest(database)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  state.down = true
  await reconcile(reconciling)
  expect(sent).toEqual([])
  state.down = false
  await reconcile(reconciling)
  expect(sent).toHaveLength(1)
})

test('only one pass runs at a time', async () => {
  const { reconciling } = deps()
  await database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7265204)`
    expect(await reconcile(reconciling)).toMatchObject({ ran: false })
  })
  expect(await reconcile(reconciling)).toMatchObject({ ran: true })
})

import { readRun } from '../../../src/runs/ledger/read'
import { readEvents } from '../../../src/runs/ledger/read-events'
import { createReconcileLock } from '../../../src/runs/reconcile/lock'
import { operation } from '../../../src/runs/reconcile/record'
import { reconcile } from '../../../src/runs/reconcile/reconcile'
import { toRunId } from '../../../src/shared/ids'
import { admitTest, claimRun } from '../../support/runs'
import { type Bench, openBench } from './bench'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

const none = { expired: 0, lanes: 0, sent: 0, scheduled: 0 }
const age = () => bench.database.sql`update runs set dispatched_at = dispatched_at - interval '1 minute'`

test('a pass without repairs is recorded only when it was requested', async () => {
  expect(await bench.reconcile()).toEqual({ ran: true, status: 'succeeded', repairs: none, failed: [] })
  expect(await bench.records()).toHaveLength(0)
  await bench.reconcile('http')
  const record = { status: 'succeeded', requested_by: 'http', tenant_id: null, lane: null, error: null }
  expect(await bench.records()).toMatchObject([record])
  expect(await bench.queued()).toEqual([])
})

test('a requested pass has its record before it looks for anything', async () => {
  const seen: unknown[] = []
  const purges = [{ name: 'look', purge: async () => (seen.push(...(await bench.records())), 0) }]
  await reconcile({ ...bench.deps, purges }, 'http')
  expect(seen).toMatchObject([{ status: 'running', requested_by: 'http' }])
})

test('the record of a pass has an event of its start and one of its end', async () => {
  await bench.reconcile('http')
  const [record] = await bench.records()
  const { items } = await readEvents(bench.database.db, toRunId(record!.id), { limit: 9 })
  expect(items).toMatchObject([
    { seq: 1, kind: 'started', actor: 'http', data: { attempt: 0 } },
    { seq: 2, kind: 'ended', actor: null, data: { status: 'succeeded', code: null } },
  ])
})

test('the record of a pass that died is ended by the next, though that one finds nothing', async () => {
  const { sql, tenant } = bench.database
  await sql`insert into runs (workspace_id, operation, identity, status, started_at)
    values (${tenant.workspaceId}, ${operation}, ${operation}, 'running', now())`
  await bench.reconcile()
  expect(await bench.records()).toMatchObject([{ status: 'succeeded', finished_at: expect.any(Date) }])
})

test('8. success: a run with an expired lease is queued again, its message sent, the pass recorded', async () => {
  const run = await claimRun(bench.database, (await admitTest(bench.database)).runId)
  await bench.database.sql`update runs set lease_until = now() - interval '1 second'`
  expect(await bench.reconcile()).toMatchObject({ status: 'succeeded', repairs: { ...none, expired: 1 }, failed: [] })
  expect(await readRun(bench.database.db, run.id)).toMatchObject({ status: 'queued', failures: 1 })
  expect(await bench.queued()).toEqual([run.id])
  const counts = { total: 1, processed: 1, succeeded: 1, failed: 0, skipped: 0, ...none, expired: 1 }
  expect(await bench.records()).toMatchObject([{ status: 'succeeded', counts, error: null }])
})

test('a waiting run of an idle lane is dispatched', async () => {
  const { runId } = await admitTest(bench.database)
  await bench.database.sql`update runs set dispatched_at = null`
  expect(await bench.reconcile()).toMatchObject({ repairs: { lanes: 1 } })
  expect(await bench.queued()).toEqual([runId])
})

test('an unsent message is sent once', async () => {
  const { runId } = await admitTest(bench.database)
  await age()
  expect((await bench.reconcile()).repairs.sent).toBe(1)
  expect(await bench.queued()).toEqual([runId])
  expect((await bench.reconcile()).repairs.sent).toBe(0)
})

/** Marks the run as sent so many minutes ago, and due so many minutes ago. */
const markSent = (sent: number, due: number) => bench.database.sql`update runs set
  sent_at = now() - make_interval(mins => ${sent}), due_at = now() - make_interval(mins => ${due})`

test('28. while an older message waits at the head, none is lost, at the first pass and at every later one', async () => {
  const { runId } = await admitTest(bench.database)
  await bench.deps.queues.send('sync', { v: 1, runId }) // an hour ago
  await markSent(20, 20)
  for (let pass = 1; pass <= 3; pass++) expect([pass, (await bench.reconcile()).repairs.sent]).toEqual([pass, 0])
})

test('a message sent long ago is lost if the head of the queue is younger, or there is none', async () => {
  const { runId } = await admitTest(bench.database)
  bench.clock.advance(3_600_000)
  await markSent(20, 20)
  expect((await bench.reconcile()).repairs.sent).toBe(1)
  expect(await bench.queued()).toEqual([runId])
  await markSent(20, 20)
  expect((await bench.reconcile()).repairs.sent).toBe(1)
})

test('a scheduled message is lost only if the head came after its time, not after its sending', async () => {
  const { runId } = await admitTest(bench.database)
  bench.clock.advance(40 * 60_000)
  await bench.deps.queues.send('sync', { v: 1, runId }) // 20 minutes ago
  await markSent(60, 15)
  expect((await bench.reconcile()).repairs.sent).toBe(0)
  await markSent(60, 30)
  expect((await bench.reconcile()).repairs.sent).toBe(1)
})

test('a due schedule starts a run on the sync lane, once', async () => {
  await bench.addDueSchedules(1)
  expect((await bench.reconcile()).repairs.scheduled).toBe(1)
  expect((await bench.reconcile()).repairs.scheduled).toBe(0)
  expect(await bench.queued()).toHaveLength(1)
})

test('8. two at once do the work once, in one process and in two', async () => {
  for (const deps of [
    bench.deps,
    { ...bench.deps, lock: createReconcileLock({ ...bench.database, renew() {} }, bench.deps.clock) },
  ]) {
    await bench.addDueSchedules(5)
    const [first, second] = await Promise.all([bench.reconcile(), reconcile(deps)])
    expect(first.ran).toBe(!second.ran)
    expect(first.repairs.scheduled + second.repairs.scheduled).toBe(5)
  }
  expect(await bench.queued()).toHaveLength(10)
  expect(await bench.records()).toHaveLength(2)
})

test('8. while another instance has the lock, a pass does nothing and is no failure', async () => {
  await bench.addDueSchedules(1)
  await bench.database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7265204)`
    expect(await bench.reconcile('http')).toEqual({ ran: false, status: 'succeeded', repairs: none, failed: [] })
  })
  expect(await bench.reconcile()).toMatchObject({ ran: true, repairs: { scheduled: 1 } })
})

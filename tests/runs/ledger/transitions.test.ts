import type { RunId } from '../../../src/shared/ids'
import { extendLease } from '../../../src/runs/ledger/extend-lease'
import { cancel } from '../../../src/runs/ledger/cancel'
import { claim, requestResend } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import {
  findExpiredAndIdle,
  findUnsentOrLost,
  recoverExpired,
  dispatchIdleLanes,
} from '../../../src/runs/reconcile/repairs'
import { readmit } from '../../../src/runs/ledger/readmit'
import { readRun } from '../../../src/runs/ledger/read'
import { requeue } from '../../../src/runs/ledger/requeue'
import { takeDueSchedules } from '../../../src/runs/schedules/due'
import { recordSent } from '../../../src/runs/ledger/record-sent'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimed, completed, failedEnding, wellEnded } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const later = { delayMs: 60_000, failures: 1, error: null, progress: null }
const writes = { writesToTenant: false }
const expire = (id: string) => database.sql`update runs set lease_until = now() - interval '1 second' where id = ${id}`
const read = async (id: RunId) => (await readRun(database.db, id))!
const item = (key: string) => ({ key: `s/${key}`, source: 's', label: key, outcome: 'succeeded' as const })
const record = (run: { id: RunId; attempt: number }, key: string) =>
  recordItem(database.db, { runId: run.id, attempt: run.attempt }, item(key))

test('a claim needs a run that is dispatched and due, and takes it once', async () => {
  const { runId } = await admitTest(database)
  const waiting = await admitTest(database, { input: { n: 2 } })
  expect(await claim(database.db, waiting.runId)).toBeUndefined()
  expect(await claimed(database, runId)).toMatchObject({ attempt: 1, status: 'running' })
  expect(await claim(database.db, runId)).toBeUndefined()
})

test('a message that comes too early makes its run owe one again', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  const [sent] = await requeue(database.db, run, later)
  await recordSent(database.db, [sent!])
  expect(await claim(database.db, run.id)).toBeUndefined()
  await requestResend(database.db, run.id)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  expect(await findUnsentOrLost(database.db)).toMatchObject([{ id: run.id, sentAt: null }])
})

test('sent marks only the very place the message was for', async () => {
  const { runId, messages } = await admitTest(database)
  const run = await claimed(database, runId)
  await requeue(database.db, run, later)
  await recordSent(database.db, [messages[0]!])
  expect(await database.sql`select 1 from runs where sent_at is not null`).toHaveLength(0)
})

test('a dead lease is claimed for the next attempt, and only the newest attempt writes', async () => {
  const first = await claimed(database, (await admitTest(database)).runId)
  await expire(first.id)
  const second = await claimed(database, first.id)
  expect(second).toMatchObject({ attempt: 2, failures: 1 })
  expect(await extendLease(database.db, first, null)).toBeUndefined()
  expect(await requeue(database.db, first, later)).toEqual([])
  expect(await finish(database.db, first, wellEnded)).toMatchObject({ owned: false, messages: [] })
  expect(await record(first, 'a')).toBe(false)
  expect(await record(second, 'a')).toBe(true)
})

test('an attempt that made progress is no failure', async () => {
  const first = await claimed(database, (await admitTest(database)).runId)
  await record(first, 'a')
  await expire(first.id)
  const second = await claimed(database, first.id)
  expect(second.failures).toBe(0)
  await expire(first.id) // this one made none
  await recoverExpired(database.db, { id: first.id, tenantId: first.tenantId })
  expect(await read(first.id)).toMatchObject({ status: 'queued', failures: 1 })
})

test('a beat extends the lease, shows progress, and tells of a cancel and of the other lane', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  await expire(run.id)
  const metrics = { requests: 1, pages: 1, retries: 0, throttledMs: 0, definitionRequests: 0 }
  expect(await extendLease(database.db, run, { phase: 'x', done: 1, total: 2, metrics })).toEqual({
    cancelRequested: false,
    otherLaneBusy: false,
  })
  expect(await claim(database.db, run.id)).toBeUndefined() // the lease lives again
  const other = await admitTest(database, { lane: 'interactive', operation: 'other' })
  await claimed(database, other.runId)
  await cancel(database.db, run)
  expect(await extendLease(database.db, run, null)).toEqual({ cancelRequested: true, otherLaneBusy: true })
  expect((await read(run.id)).progress).toMatchObject({ phase: 'x', done: 1 })
})

test('requeue keeps the lane and owes a scheduled message', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  const next = await admitTest(database, { input: { n: 2 } })
  const [sent] = await requeue(database.db, run, later)
  expect(sent).toMatchObject({ id: run.id, attempt: 1 })
  expect(sent!.dueInMs).toBeGreaterThan(55_000)
  expect(await dispatchIdleLanes(database.db, run.tenantId)).toEqual([]) // the place is held
  expect(await claim(database.db, next.runId)).toBeUndefined()
})

test('cancel ends a queued run at once and hands its lane on', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database, { input: { n: 2 } })
  const ended = await cancel(database.db, await read(first.runId))
  expect(ended).toMatchObject({ status: 'cancelled', messages: [{ id: second.runId }] })
  expect(await cancel(database.db, await read(first.runId))).toBeUndefined()
})

test('cancel asks a running run; when its worker is dead, mend ends it', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  expect(await cancel(database.db, run)).toMatchObject({ status: 'running', messages: [] })
  await expire(run.id)
  await recoverExpired(database.db, { id: run.id, tenantId: run.tenantId })
  expect(await read(run.id)).toMatchObject({ status: 'cancelled', error: null })
})

test('mend takes an expired run back, and fails it after the last failure', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  const next = await admitTest(database, { input: { n: 2 } })
  for (let failures = 1; failures <= 4; failures++) {
    await expire(run.id)
    expect((await findExpiredAndIdle(database.db)).expired).toMatchObject([{ id: run.id }])
    expect(await recoverExpired(database.db, run)).toMatchObject([{ id: run.id }])
    expect((await read(run.id)).failures).toBe(failures)
    await claimed(database, run.id)
  }
  await expire(run.id)
  expect(await recoverExpired(database.db, run)).toMatchObject([{ id: next.runId }])
  expect(await read(run.id)).toMatchObject({ status: 'failed', error: { code: 'run.attempts_exhausted' } })
})

test('mend leaves a living run alone', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  expect((await findExpiredAndIdle(database.db)).expired).toEqual([])
  expect(await recoverExpired(database.db, run)).toEqual([])
  expect((await read(run.id)).status).toBe('running')
})

test('an idle lane is found and handed out', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database, { input: { n: 2 } })
  await database.sql`update runs set status = 'cancelled', finished_at = now() where id = ${first.runId}`
  const { idleTenants } = await findExpiredAndIdle(database.db)
  expect(idleTenants).toMatchObject([{ tenantId: database.tenant.externalId }])
  expect(await dispatchIdleLanes(database.db, database.tenant.externalId)).toMatchObject([{ id: second.runId }])
  expect((await findExpiredAndIdle(database.db)).idleTenants).toEqual([])
})

test('owed: unsent for ten seconds, or sent more than ten minutes ago', async () => {
  const { messages } = await admitTest(database)
  expect(await findUnsentOrLost(database.db)).toEqual([])
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  expect(await findUnsentOrLost(database.db)).toMatchObject([{ id: messages[0]!.id, sentAt: null }])
  await recordSent(database.db, [messages[0]!])
  expect(await findUnsentOrLost(database.db)).toEqual([])
  await database.sql`update runs set sent_at = sent_at - interval '11 minutes', due_at = due_at - interval '11 minutes'`
  expect(await findUnsentOrLost(database.db)).toMatchObject([{ id: messages[0]!.id, sentAt: expect.any(Date) }])
})

test('a failed run is taken up again: items gone, failures zero, the attempt goes on counting', async () => {
  const run = await completed(database, {}, failedEnding('7'))
  await database.sql`insert into run_items (run_id, item_key, attempt, source, outcome) values (${run.id}, 's/a', 1, 's', 'failed')`
  expect(await readmit(database.db, run, writes)).toMatchObject({
    next: 'again',
    messages: [{ id: run.id, attempt: 1 }],
  })
  expect(await database.sql`select 1 from run_items`).toHaveLength(0)
  expect(await claimed(database, run.id)).toMatchObject({ attempt: 2, failures: 0, error: null, failedBy: null })
})

test('a failed run is superseded by an active twin and by one that ended well since', async () => {
  const run = await completed(database, {}, failedEnding())
  const twin = await admitTest(database)
  expect(await readmit(database.db, run, writes)).toEqual({ next: 'superseded' })
  await finish(database.db, await claimed(database, twin.runId), wellEnded)
  expect(await readmit(database.db, run, writes)).toEqual({ next: 'superseded' })
})

test('a failed run waits for a busy lane; one that writes to a tenant is not taken up after a day', async () => {
  const run = await completed(database, {}, failedEnding())
  await admitTest(database, { input: { n: 2 } })
  await database.sql`update runs set finished_at = finished_at - interval '25 hours' where id = ${run.id}`
  expect(await readmit(database.db, run, { writesToTenant: true })).toEqual({ next: 'too_old' })
  expect(await readmit(database.db, run, writes)).toEqual({ next: 'again', messages: [] })
})

test('status and counts come from the items', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt }
  await record(run, 'a')
  await recordItem(database.db, writer, { ...item('b'), outcome: 'failed', code: 'graph.forbidden', message: 'no' })
  const ended = await finish(database.db, run, wellEnded)
  expect(ended).toMatchObject({
    status: 'partial',
    counts: { total: 2, processed: 2, succeeded: 1, failed: 1, skipped: 0, policies: 2 },
    error: { code: 'graph.forbidden', category: 'needs_administrator', message: 'no' },
  })
})

test('nothing succeeded and something failed: the run failed', async () => {
  const run = await claimed(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt }
  await recordItem(database.db, writer, { ...item('b'), outcome: 'failed', code: 'graph.forbidden', message: 'no' })
  expect((await finish(database.db, run, wellEnded)).status).toBe('failed')
})

test('a schedule that was missed for hours starts once and moves past now', async () => {
  const { externalId } = database.tenant
  await database.sql`insert into schedules (tenant_id, operation, every_minutes, next_at)
    values (${externalId}, 'policy.sync', 60, now() - interval '5 hours 1 minute')`
  expect(await takeDueSchedules(database.db, 10)).toMatchObject([{ tenantId: externalId, operation: 'policy.sync' }])
  expect(await takeDueSchedules(database.db, 10)).toEqual([])
  const [row] = await database.sql`select extract(epoch from next_at - now()) / 60 as minutes from schedules`
  expect(Number(row!.minutes)).toBeCloseTo(59, 0)
})

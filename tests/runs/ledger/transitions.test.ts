import type { RunId } from '../../../src/shared/ids'
import { extendLease } from '../../../src/runs/ledger/extend-lease'
import { cancel } from '../../../src/runs/ledger/cancel'
import { claim, requestResend } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import { findExpired, findIdle, findNeverSent, findPerhapsLost } from '../../../src/runs/reconcile/look-ups'
import { recoverExpired, dispatchIdleLanes } from '../../../src/runs/reconcile/repairs'
import { readmit } from '../../../src/runs/ledger/readmit'
import { readRun } from '../../../src/runs/ledger/read'
import { requeue } from '../../../src/runs/ledger/requeue'
import { recordSent } from '../../../src/runs/ledger/record-sent'
import { recordItem } from '../../../src/runs/ledger/record-item'
import type { Run } from '../../../src/runs/ledger/types'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, completeRun, failedEnding, succeededEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const inOneMinute = { delayMs: 60_000, failures: 1, error: null, progress: null }
const readsOnly = { writesToTenant: false }
const expire = (id: string) => database.sql`update runs set lease_until = now() - interval '1 second' where id = ${id}`
const read = async (id: RunId) => (await readRun(database.db, id))!
const place = ({ id, tenantId }: Run) => ({ runId: id, tenantId })
const item = (key: string) => ({ key: `s/${key}`, source: 's', label: key, outcome: 'succeeded' as const })
const record = (run: { id: RunId; attempt: number }, key: string) =>
  recordItem(database.db, { runId: run.id, attempt: run.attempt }, item(key))

test('a claim needs a run that is dispatched and due, and takes it once', async () => {
  const { runId } = await admitTest(database)
  const waiting = await admitTest(database, { input: { n: 2 } })
  expect(await claim(database.db, waiting.runId)).toBeUndefined()
  expect(await claimRun(database, runId)).toMatchObject({ attempt: 1, status: 'running' })
  expect(await claim(database.db, runId)).toBeUndefined()
})

test('after a message that came too early, the run is unsent again', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const [sent] = (await requeue(database.db, run, inOneMinute))!
  await recordSent(database.db, [sent!])
  expect(await claim(database.db, run.id)).toBeUndefined()
  await requestResend(database.db, run.id)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  expect(await findNeverSent(database.db)).toMatchObject([{ id: run.id }])
})

test('recording a message as sent does not affect a later attempt', async () => {
  const { runId, messages } = await admitTest(database)
  const run = await claimRun(database, runId)
  await requeue(database.db, run, inOneMinute)
  await recordSent(database.db, [messages[0]!])
  expect(await database.sql`select 1 from runs where sent_at is not null`).toHaveLength(0)
})

test('a run with an expired lease can be claimed, and then only the newest attempt writes', async () => {
  const first = await claimRun(database, (await admitTest(database)).runId)
  await expire(first.id)
  const second = await claimRun(database, first.id)
  expect(second).toMatchObject({ attempt: 2, failures: 1 })
  expect(await extendLease(database.db, first, null)).toBeUndefined()
  expect(await requeue(database.db, first, inOneMinute)).toBeUndefined()
  expect(await finish(database.db, first, succeededEnding)).toMatchObject({ owned: false, messages: [] })
  expect(await record(first, 'a')).toBe(false)
  expect(await record(second, 'a')).toBe(true)
})

test('an attempt that made progress is not counted as a failure', async () => {
  const first = await claimRun(database, (await admitTest(database)).runId)
  await record(first, 'a')
  await expire(first.id)
  const second = await claimRun(database, first.id)
  expect(second.failures).toBe(0)
  await expire(first.id) // the second attempt made no progress
  await recoverExpired(database.db, place(first))
  expect(await read(first.id)).toMatchObject({ status: 'queued', failures: 1 })
})

test('a heartbeat extends the lease, stores progress, and reports a cancel request and a busy other lane', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  await expire(run.id)
  const metrics = { requests: 1, pages: 1, retries: 0, throttledMs: 0, definitionRequests: 0 }
  expect(await extendLease(database.db, run, { phase: 'x', done: 1, total: 2, metrics })).toEqual({
    cancelRequested: false,
    otherLaneBusy: false,
  })
  expect(await claim(database.db, run.id)).toBeUndefined() // the lease is valid again
  const other = await admitTest(database, { lane: 'interactive', operation: 'other' })
  await claimRun(database, other.runId)
  await cancel(database.db, run)
  expect(await extendLease(database.db, run, null)).toEqual({ cancelRequested: true, otherLaneBusy: true })
  expect((await read(run.id)).progress).toMatchObject({ phase: 'x', done: 1 })
})

test('requeue keeps the lane and returns a message to schedule', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const next = await admitTest(database, { input: { n: 2 } })
  const [sent] = (await requeue(database.db, run, inOneMinute))!
  expect(sent).toMatchObject({ id: run.id, attempt: 1 })
  expect(sent!.dueInMs).toBeGreaterThan(55_000)
  expect(await dispatchIdleLanes(database.db, run.tenantId)).toEqual([]) // the lane is still taken
  expect(await claim(database.db, next.runId)).toBeUndefined()
})

test('cancel ends a queued run at once and dispatches the next', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database, { input: { n: 2 } })
  const ended = await cancel(database.db, await read(first.runId))
  expect(ended).toMatchObject({ status: 'cancelled', messages: [{ id: second.runId }] })
  expect(await cancel(database.db, await read(first.runId))).toBeUndefined()
})

test('cancel asks a running run to stop; if its worker is dead, the repair cancels it', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  expect(await cancel(database.db, run)).toMatchObject({ status: 'running', messages: [] })
  await expire(run.id)
  await recoverExpired(database.db, place(run))
  expect(await read(run.id)).toMatchObject({ status: 'cancelled', error: null })
})

test('the repair requeues an expired run, and fails it after the last allowed failure', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const next = await admitTest(database, { input: { n: 2 } })
  for (let failures = 1; failures <= 4; failures++) {
    await expire(run.id)
    expect(await findExpired(database.db)).toMatchObject([{ runId: run.id }])
    expect(await recoverExpired(database.db, place(run))).toMatchObject([{ id: run.id }])
    expect((await read(run.id)).failures).toBe(failures)
    await claimRun(database, run.id)
  }
  await expire(run.id)
  expect(await recoverExpired(database.db, place(run))).toMatchObject([{ id: next.runId }])
  expect(await read(run.id)).toMatchObject({ status: 'failed', error: { code: 'run.attempts_exhausted' } })
})

test('the repair does not touch a run whose lease is valid', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  expect(await findExpired(database.db)).toEqual([])
  expect(await recoverExpired(database.db, place(run))).toEqual([])
  expect((await read(run.id)).status).toBe('running')
})

test('an idle lane is found, and its oldest waiting run dispatched', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database, { input: { n: 2 } })
  await database.sql`update runs set status = 'cancelled', finished_at = now() where id = ${first.runId}`
  expect(await findIdle(database.db)).toMatchObject([{ tenantId: database.tenant.externalId }])
  expect(await dispatchIdleLanes(database.db, database.tenant.externalId)).toMatchObject([{ id: second.runId }])
  expect(await findIdle(database.db)).toEqual([])
})

test('a message is unsent after ten seconds, and may be lost ten minutes after it was sent', async () => {
  const { messages } = await admitTest(database)
  expect(await findNeverSent(database.db)).toEqual([])
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 seconds'`
  expect(await findNeverSent(database.db)).toMatchObject([{ id: messages[0]!.id }])
  await recordSent(database.db, [messages[0]!])
  expect(await findNeverSent(database.db)).toEqual([])
  expect(await findPerhapsLost(database.db)).toEqual([])
  await database.sql`update runs set sent_at = sent_at - interval '11 minutes', due_at = due_at - interval '11 minutes'`
  expect(await findPerhapsLost(database.db)).toMatchObject([{ id: messages[0]!.id, queuedAt: expect.any(Date) }])
})

test('re-admitting a failed run deletes its items, resets its failures, and continues its attempt numbers', async () => {
  const run = await completeRun(database, {}, failedEnding('7'))
  await database.sql`insert into run_items (run_id, item_key, attempt, source, outcome) values (${run.id}, 's/a', 1, 's', 'failed')`
  expect(await readmit(database.db, run, readsOnly)).toMatchObject({
    next: 'again',
    messages: [{ id: run.id, attempt: 1 }],
  })
  expect(await database.sql`select 1 from run_items`).toHaveLength(0)
  expect(await claimRun(database, run.id)).toMatchObject({ attempt: 2, failures: 0, error: null, failedBy: null })
})

test('a failed run is superseded by an active run of the same identity, and by one that succeeded since', async () => {
  const run = await completeRun(database, {}, failedEnding())
  const newer = await admitTest(database)
  expect(await readmit(database.db, run, readsOnly)).toEqual({ next: 'superseded' })
  await finish(database.db, await claimRun(database, newer.runId), succeededEnding)
  expect(await readmit(database.db, run, readsOnly)).toEqual({ next: 'superseded' })
})

test('a re-admitted run waits for a busy lane; one that writes to a tenant is not re-admitted after a day', async () => {
  const run = await completeRun(database, {}, failedEnding())
  await admitTest(database, { input: { n: 2 } })
  await database.sql`update runs set finished_at = finished_at - interval '25 hours' where id = ${run.id}`
  expect(await readmit(database.db, run, { writesToTenant: true })).toEqual({ next: 'too_old' })
  expect(await readmit(database.db, run, readsOnly)).toEqual({ next: 'again', messages: [] })
})

test('status and counts come from the items', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt }
  await record(run, 'a')
  await recordItem(database.db, writer, { ...item('b'), outcome: 'failed', code: 'graph.forbidden', message: 'no' })
  const ended = await finish(database.db, run, succeededEnding)
  expect(ended).toMatchObject({
    status: 'partial',
    counts: { total: 2, processed: 2, succeeded: 1, failed: 1, skipped: 0, policies: 2 },
    error: { code: 'graph.forbidden', category: 'needs_administrator', message: 'no' },
  })
})

test('a run without succeeded items and with failed ones has failed', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt }
  await recordItem(database.db, writer, { ...item('b'), outcome: 'failed', code: 'graph.forbidden', message: 'no' })
  expect((await finish(database.db, run, succeededEnding)).status).toBe('failed')
})

import { admit } from '../../../src/runs/ledger/admit'
import { cancel } from '../../../src/runs/ledger/cancel'
import { claim, requestResend } from '../../../src/runs/ledger/claim'
import { extendLease } from '../../../src/runs/ledger/extend-lease'
import { finish } from '../../../src/runs/ledger/finish'
import { purgeRuns } from '../../../src/runs/ledger/purge'
import { readEvents } from '../../../src/runs/ledger/read-events'
import { readRun } from '../../../src/runs/ledger/read'
import { readmit } from '../../../src/runs/ledger/readmit'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { recordSent } from '../../../src/runs/ledger/record-sent'
import { requeue } from '../../../src/runs/ledger/requeue'
import { runEventData } from '../../../src/runs/ledger/run-events'
import { recoverExpired } from '../../../src/runs/reconcile/repairs'
import type { Run } from '../../../src/runs/ledger/types'
import type { RunId } from '../../../src/shared/ids'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { callerNamed } from '../../support/callers'
import { principalText } from '../../../src/access/caller'
import { admitTest, claimRun, completeRun, failedEnding, startTest, succeededEnding } from '../../support/runs'
import { withoutGuard } from '../../support/without-guard'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const me = '11111111-0000-4000-8000-000000000000/22222222-0000-4000-8000-000000000000'
const later = { delayMs: 60_000, failures: 1, error: null, progress: null }
const readsOnly = { writesToTenant: false }
const read = async (id: RunId) => (await readRun(database.db, id))!
const expire = (id: string) => database.sql`update runs set lease_until = now() - interval '1 second' where id = ${id}`
const running = async (request = {}) => claimRun(database, (await admitTest(database, request)).runId)

/** The events of a run after its first `skip`. Their data is what their kind says, and they are numbered without gaps. */
async function eventsOf(id: RunId, skip = 0): Promise<unknown[]> {
  const { items } = await readEvents(database.db, id, { limit: 100 })
  const [run] = await database.sql`select events from runs where id = ${id}`
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: Number(run!.events) }, (_, n) => n + 1))
  for (const { kind, data } of items) expect(runEventData[kind].strict().parse(data)).toEqual(data)
  return items.slice(skip).map(({ kind, actor, data }) => (actor === null ? [kind, data] : [kind, data, actor]))
}

test('an admission is the first event, and names who asked and for whom', async () => {
  const { runId } = await admitTest(database, { requestedBy: me, actingFor: 'for/whom' })
  expect(await eventsOf(runId)).toEqual([['queued', { lane: 'sync', actingFor: 'for/whom' }, me]])
  expect(await read(runId)).toMatchObject({ requestedBy: me, actingFor: 'for/whom' })
})

test('an admission by key has the same event', async () => {
  const caller = callerNamed('actas', callerNamed('manager'))
  const manager = principalText(callerNamed('manager'))
  const acting = { entry: { caller, capability: 'policies.sync' }, lane: 'interactive' } as const
  const first = await startTest(database, acting)
  const waiting = await startTest(database, { lane: 'interactive', input: 2 })
  expect(await eventsOf(first.runId)).toEqual([
    ['queued', { lane: 'interactive', actingFor: manager }, principalText(caller)],
  ])
  expect(await read(first.runId)).toMatchObject({ requestedBy: principalText(caller), actingFor: manager })
  expect(await eventsOf(waiting.runId)).toEqual([
    ['queued', { lane: 'interactive' }, principalText(callerNamed('operator'))],
  ])
})

test('a trailing admission says so; a request that gets an existing run is no event', async () => {
  const run = await running()
  const { runId } = await admitTest(database, { trailing: true })
  await admitTest(database, { trailing: true })
  await admitTest(database)
  expect(await eventsOf(runId)).toEqual([['queued', { lane: 'sync', trailing: true }]])
  expect(await eventsOf(run.id)).toHaveLength(2)
})

test('each attempt starts with an event; a claim without work has none', async () => {
  const run = await running()
  await claim(database.db, run.id)
  await expire(run.id)
  await claim(database.db, run.id)
  const started = [1, 2].map((attempt) => ['started', { attempt }])
  expect(await eventsOf(run.id, 1)).toEqual(started)
})

test('messages, heartbeats and items are no events', async () => {
  const { runId, messages } = await admitTest(database)
  await recordSent(database.db, messages)
  const run = await claimRun(database, runId)
  await extendLease(database.db, run, null)
  const item = { key: 's/a', source: 's', label: 'a', outcome: 'succeeded' as const }
  await recordItem(database.db, { runId, attempt: 1 }, item)
  await requestResend(database.db, runId)
  expect(await eventsOf(runId)).toHaveLength(2)
})

test('a requeue says why and for how long; that of an older attempt is no event', async () => {
  const run = await running()
  const error = { code: 'graph.throttled', category: 'retry_later', message: 'no' } as const
  await requeue(database.db, run, { ...later, error })
  await requeue(database.db, run, later)
  expect(await eventsOf(run.id, 2)).toEqual([['requeued', { code: 'graph.throttled', delayMs: 60_000, failures: 1 }]])
})

test('an attempt whose slice is over is requeued without a code', async () => {
  const run = await running()
  await requeue(database.db, run, { ...later, delayMs: 0, failures: 0 })
  expect(await eventsOf(run.id, 2)).toEqual([['requeued', { code: null, delayMs: 0, failures: 0 }]])
})

test('a run ends with an event of its status and code; an older attempt ends nothing', async () => {
  const run = await running()
  await finish(database.db, { ...run, attempt: 0 }, succeededEnding)
  await finish(database.db, run, succeededEnding)
  expect(await eventsOf(run.id, 2)).toEqual([['ended', { status: 'succeeded', code: null }]])
  const failed = await completeRun(database, {}, failedEnding('7'))
  expect(await eventsOf(failed.id, 2)).toEqual([['ended', { status: 'failed', code: 'internal.bug' }]])
})

test('cancelling a waiting run ends it, and names who did', async () => {
  const { runId } = await admitTest(database)
  const run = await read(runId)
  await cancel(database.db, run, me)
  await cancel(database.db, run, me)
  expect(await eventsOf(runId, 1)).toEqual([['ended', { status: 'cancelled', code: null }, me]])
})

test('asking a running run to stop is an event the first time', async () => {
  const run = await running()
  await cancel(database.db, run, me)
  expect(await cancel(database.db, run)).toMatchObject({ status: 'running' })
  await finish(database.db, run, { ...succeededEnding, status: 'cancelled' })
  expect(await eventsOf(run.id, 2)).toEqual([
    ['cancel_requested', {}, me],
    ['ended', { status: 'cancelled', code: null }],
  ])
})

/** A run whose lease has expired is repaired, twice. Returns its events from then on. */
async function repaired(change: (run: Run) => Promise<unknown>, skip = 2): Promise<unknown[]> {
  const run = await running()
  await change(run)
  await expire(run.id)
  for (let n = 0; n < 2; n++) await recoverExpired(database.db, { runId: run.id, tenantId: run.tenantId })
  return eventsOf(run.id, skip)
}

test('an expired lease is an event', async () => {
  expect(await repaired(async () => {})).toEqual([['lease_expired', { next: 'queued' }]])
})

test('an expired lease after the last allowed failure is an event, and so is the end', async () => {
  expect(await repaired(({ id }) => database.sql`update runs set failures = 4 where id = ${id}`)).toEqual([
    ['lease_expired', { next: 'failed' }],
    ['ended', { status: 'failed', code: 'run.attempts_exhausted' }],
  ])
})

test('an expired lease after a request to stop is an event, and so is the end', async () => {
  expect(await repaired((run) => cancel(database.db, run), 3)).toEqual([
    ['lease_expired', { next: 'cancelled' }],
    ['ended', { status: 'cancelled', code: null }],
  ])
})

test('a message sent by hand takes a failed run up again', async () => {
  const run = await completeRun(database, {}, failedEnding('7'))
  await readmit(database.db, run, readsOnly)
  await readmit(database.db, run, readsOnly)
  await claimRun(database, run.id)
  expect(await eventsOf(run.id, 3)).toEqual([
    ['readmitted', {}],
    ['started', { attempt: 2 }],
  ])
})

test('a message sent by hand that finds a newer run is an event of the old one', async () => {
  const run = await completeRun(database, {}, failedEnding('7'))
  const newer = await admitTest(database)
  await readmit(database.db, run, readsOnly)
  expect(await eventsOf(run.id, 3)).toEqual([['superseded', {}]])
  expect(await eventsOf(newer.runId)).toHaveLength(1)
})

test('a failed run that is too old to be taken up again gets no event', async () => {
  const run = await completeRun(database, {}, failedEnding('7'))
  await database.sql`update runs set finished_at = finished_at - interval '25 hours' where id = ${run.id}`
  await readmit(database.db, run, { writesToTenant: true })
  expect(await eventsOf(run.id)).toHaveLength(3)
})

test('a transition that is rolled back leaves no event', async () => {
  const failed = await completeRun(database, { input: 3 }, failedEnding('7'))
  const run = await running()
  const { db, close } = withoutGuard(database.url, (query) => query, {
    beforeCommit: () => Promise.reject(new Error('undone')),
  })
  const { workspaceId, externalId: tenantId } = database.tenant
  const request = { workspaceId, tenantId, operation: 'test', lane: 'sync' as const, cooldownMs: 0 }
  await expect(admit(db, { ...request, input: 2 })).rejects.toThrow('undone')
  await expect(cancel(db, run)).rejects.toThrow('undone')
  await expect(finish(db, run, succeededEnding)).rejects.toThrow('undone')
  await expect(readmit(db, failed, readsOnly)).rejects.toThrow('undone')
  await expire(run.id)
  await expect(recoverExpired(db, { runId: run.id, tenantId })).rejects.toThrow('undone')
  await close()
  expect([await eventsOf(run.id), await eventsOf(failed.id)].flat()).toHaveLength(5)
  expect(await database.sql`select 1 from run_events`).toHaveLength(5)
})

test('events are read in pages, in their order', async () => {
  const run = await completeRun(database)
  const first = await readEvents(database.db, run.id, { limit: 2 })
  expect(first).toMatchObject({ items: [{ kind: 'queued' }, { kind: 'started' }], next: 2 })
  const rest = await readEvents(database.db, run.id, { after: 2, limit: 2 })
  expect(rest).toMatchObject({ items: [{ kind: 'ended', seq: 3, at: expect.any(Date) }], next: null })
  expect((await readEvents(database.db, run.id, { limit: 3 })).next).toBeNull()
})

test('a purged run takes its events along', async () => {
  const run = await completeRun(database)
  await database.sql`update runs set finished_at = now() - interval '91 days' where id = ${run.id}`
  expect(await purgeRuns(database.db, { retentionDays: 90, limit: 1 })).toBe(1)
  expect(await database.sql`select 1 from run_events`).toHaveLength(0)
})

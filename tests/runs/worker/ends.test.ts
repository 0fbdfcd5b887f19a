import type { RunId } from '../../../src/shared/ids'
import { AppError } from '../../../src/shared/errors'
import { cancel } from '../../../src/runs/ledger/cancel'
import { readRun } from '../../../src/runs/ledger/read'
import { runMessage } from '../../../src/runs/worker/run-message'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, item, runnerDeps, testOperation, unit } from '../../support/harness'
import { admitTest } from '../../support/runs'
import { deliverTo, delivery, steppingClock, untilStopped } from './deliver'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const read = async (id: RunId) => (await readRun(database.db, id))!
const deliver = deliverTo(() => database)

const failing = (code: ConstructorParameters<typeof AppError>[0], details = {}) =>
  testOperation(() => Promise.reject(new AppError(code, details)))

test('an operation that completes: the run succeeds, and the message of the lane’s next run is sent', async () => {
  const runs = await Promise.all([1, 2].map((n) => admitTest(database, { input: { n } })))
  const [first, next] = runs.sort((a, b) => b.messages.length - a.messages.length)
  const operation = testOperation(async (store) => {
    await store.write(unit('p'))
    return {}
  })
  const { thrown, run, sent, events } = await deliver(operation, { runId: first!.runId })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 1, settings: 1, inserted: 1 } })
  expect(sent).toMatchObject([{ lane: 'sync', message: { v: 1, runId: next!.runId } }])
  expect(events).toEqual(['job_start', 'job_complete'])
})

test('a transient error requeues the run with a growing, scheduled delay', async () => {
  const { thrown, run, sent } = await deliver(failing('graph.unavailable'))
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'queued', failures: 1, error: { code: 'graph.unavailable' } })
  expect(sent).toHaveLength(1)
  expect(sent[0]!.delayMs).toBeGreaterThan(4_000)
  await database.sql`update runs set due_at = now(), failures = 3`
  const fourth = await deliver(failing('graph.unavailable'), { runId: run.id })
  expect(fourth.sent[0]!.delayMs).toBeGreaterThan(35_000)
})

test('Retry-After is honoured', async () => {
  const { sent } = await deliver(failing('graph.throttled', { retryAfterMs: 400_000 }))
  expect(sent[0]!.delayMs).toBeGreaterThan(395_000)
})

test.each(['graph.throttled', 'graph.auth.unavailable'] as const)(
  'point 12: %s within the time that was asked for is no failure of the run',
  async (code) => {
    const { run, sent } = await deliver(failing(code, { retryAfterMs: 3_600_000 }))
    expect(run).toMatchObject({ status: 'queued', failures: 0 })
    expect(sent[0]!.delayMs).toBeGreaterThan(3_595_000)
  },
)

test.each(['db.forbidden', 'db.schema_behind'] as const)(
  'point 3: %s holds a run that works: it waits a minute, and has not failed',
  async (code) => {
    const { run, sent } = await deliver(failing(code))
    expect(run).toMatchObject({ status: 'queued', failures: 0, error: { code } })
    expect(sent[0]!.delayMs).toBeGreaterThan(55_000)
  },
)

test('after five failures without progress the run fails and its message is dead-lettered', async () => {
  const { runId } = await deliver(failing('graph.unavailable'))
  await database.sql`update runs set due_at = now(), failures = 4`
  const { thrown, run } = await deliver(failing('graph.unavailable'), { runId, sequenceNumber: '9' })
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({ status: 'failed', failedBy: '9', error: { code: 'graph.unavailable' } })
})

test('a transient error after progress is not counted as a failure', async () => {
  const operation = testOperation(async (store) => {
    await store.record(item('new'))
    throw new AppError('graph.throttled')
  })
  expect((await deliver(operation)).run).toMatchObject({ status: 'queued', failures: 0 })
})

test('an error for an administrator fails the run with its code, and the message is completed', async () => {
  const { thrown, run, events } = await deliver(failing('graph.auth.invalid_client'))
  expect(thrown).toBeNull()
  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    failedBy: null,
    error: { code: 'graph.auth.invalid_client' },
  })
  expect(events).toContain('job_failed')
})

test('a bug fails the run and throws, and its message is not stored', async () => {
  const operation = testOperation(() => Promise.reject(new Error('the secret is hunter2')))
  const { thrown, run, events } = await deliver(operation, { sequenceNumber: '5' })
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({ status: 'failed', failedBy: '5', error: { code: 'internal.bug', category: 'bug' } })
  expect(JSON.stringify(run)).not.toContain('hunter2')
  expect(events).toEqual(['job_start', 'bug', 'job_failed'])
})

test('redeliveries of the message that failed a run throw without work; a copy sent by hand starts attempt 2', async () => {
  let worked = 0
  const operation = testOperation(() => {
    worked++
    throw new Error('a bug')
  })
  const { runId } = await deliver(operation, { sequenceNumber: '5' })
  for (let i = 0; i < 9; i++) {
    const again = await deliver(operation, { runId, sequenceNumber: '5' })
    expect(again).toMatchObject({ thrown: 'message.leftover', run: { attempt: 1, status: 'failed' } })
  }
  expect(worked).toBe(1)
  const byHand = await deliver(operation, { runId, sequenceNumber: '77' })
  expect(byHand).toMatchObject({ thrown: null, run: { status: 'queued', attempt: 1 }, events: ['run_readmitted'] })
  expect(byHand.sent).toHaveLength(1)
  expect((await deliver(operation, { runId, sequenceNumber: '78' })).run).toMatchObject({
    attempt: 2,
    status: 'failed',
  })
  expect(worked).toBe(2)
})

test('a duplicate enqueued before the run failed throws as leftover too', async () => {
  const { runId } = await deliver(failing('internal.bug'))
  const deps = runnerDeps(database.db)
  const before = new Date(Date.now() - 60_000)
  await expect(runMessage(deps, 'sync', { v: 1, runId }, delivery('99', before))).rejects.toMatchObject({
    code: 'message.leftover',
  })
})

test('a duplicate of a run that failed without being dead-lettered is completed', async () => {
  const { runId } = await deliver(failing('graph.auth.invalid_client'))
  const deps = runnerDeps(database.db)
  await runMessage(deps, 'sync', { v: 1, runId }, delivery('99', new Date(Date.now() - 60_000)))
  expect(await read(runId)).toMatchObject({ status: 'failed', attempt: 1 })
})

test('an unknown operation is a bug', async () => {
  const other = testOperation(async () => ({}), { name: 'other' })
  expect(await deliver(other)).toMatchObject({
    thrown: 'message.leftover',
    run: { error: { code: 'run.unknown_operation' } },
  })
})

test.each([
  ['a text that is not JSON', 'hello'],
  ['an unknown version', { v: 2, runId: '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11' }],
  ['an id that is not a UUID', { v: 1, runId: 'x' }],
  ['nothing', undefined],
])('an unreadable message (%s) throws and changes nothing', async (_what, body) => {
  await expect(runMessage(runnerDeps(database.db), 'sync', body, delivery())).rejects.toMatchObject({
    code: 'message.unreadable',
  })
})

test('the message of an unknown run throws', async () => {
  const body = { v: 1, runId: '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11' }
  await expect(runMessage(runnerDeps(database.db), 'sync', body, delivery())).rejects.toMatchObject({
    code: 'run.unknown',
  })
})

test('the message of a run that has ended is completed without work', async () => {
  const operation = testOperation(async () => ({}))
  const { runId } = await deliver(operation)
  expect(await deliver(operation, { runId })).toMatchObject({ thrown: null, events: [], run: { attempt: 1 } })
})

test('when the host shuts down, the run is requeued at once without a failure', async () => {
  const drain = new AbortController()
  const operation = testOperation((_store, { signal }) => {
    drain.abort()
    signal.throwIfAborted()
    return Promise.resolve({})
  })
  const { queues, sent } = createTestQueues()
  const { runId } = await admitTest(database)
  const deps = runnerDeps(database.db, { operations: [operation], queues, drain: drain.signal })
  await runMessage(deps, 'sync', { v: 1, runId }, delivery())
  expect(await read(runId)).toMatchObject({ status: 'queued', failures: 0, error: null, attempt: 1 })
  expect(sent).toMatchObject([{ message: { runId } }])
})

test('a cancelled run stops at its next heartbeat', async () => {
  const operation = testOperation(async (_store, context) => {
    await cancel(database.db, await read(context.run.id))
    return untilStopped(context)
  })
  const { runId } = await admitTest(database)
  await runMessage(
    runnerDeps(database.db, { operations: [operation], clock: steppingClock(1) }),
    'sync',
    { v: 1, runId },
    delivery(),
  )
  expect(await read(runId)).toMatchObject({ status: 'cancelled', error: null })
})

test('a fenced attempt stops and does not end the run', async () => {
  const operation = testOperation(async (_store, context) => {
    await database.sql`update runs set attempt = attempt + 1 where id = ${context.run.id}`
    return untilStopped(context)
  })
  const { runId } = await admitTest(database)
  await runMessage(
    runnerDeps(database.db, { operations: [operation], clock: steppingClock(1) }),
    'sync',
    { v: 1, runId },
    delivery(),
  )
  expect(await read(runId)).toMatchObject({ status: 'running', attempt: 2 })
})

test('the next attempt continues: it sees the items that are already done', async () => {
  const seen: string[][] = []
  const operation = testOperation(async (store) => {
    seen.push([...(await store.done())])
    await store.write(unit('p1'))
    if (seen.length === 1) throw new AppError('graph.unavailable')
    return {}
  })
  const { runId } = await deliver(operation)
  await database.sql`update runs set due_at = now()`
  const { run } = await deliver(operation, { runId })
  expect(seen).toEqual([[], ['s/p1']])
  expect(run).toMatchObject({ status: 'succeeded', attempt: 2 })
})

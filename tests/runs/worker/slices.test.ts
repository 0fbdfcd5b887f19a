import { AppError } from '../../../src/shared/errors'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { item, testOperation } from '../../support/harness'
import { admitTest } from '../../support/runs'
import { deliverTo, steppingClock, untilStopped } from './deliver'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const deliver = deliverTo(() => database)
/** A few heartbeats use up the 20 minutes of a slice. */
const deps = () => ({ clock: steppingClock(300_000) })
const endless = testOperation((_store, context) => untilStopped(context))

test('14. a whole slice without a new item is a failure, and its message is sent at once', async () => {
  const { thrown, run, sent } = await deliver(endless, { deps: deps() })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'queued', failures: 1, error: null })
  expect(sent).toHaveLength(1)
})

test('14. the fifth such slice fails the run', async () => {
  const { runId } = await admitTest(database)
  await database.sql`update runs set failures = 4`
  const { thrown, run } = await deliver(endless, { runId, deps: deps() })
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({ status: 'failed', error: { code: 'run.attempts_exhausted' } })
})

test('14. a slice with a new item is no failure', async () => {
  const operation = testOperation(async (store, context) => {
    await store.record(item('new'))
    return untilStopped(context)
  })
  expect((await deliver(operation, { deps: deps() })).run).toMatchObject({ status: 'queued', failures: 0 })
})

test('14. a slice that waited for a Retry-After is no failure', async () => {
  const operation = testOperation((_store, context) => {
    context.progress({ metrics: { throttledMs: 600_000 } })
    return untilStopped(context)
  })
  expect((await deliver(operation, { deps: deps() })).run).toMatchObject({ status: 'queued', failures: 0 })
  await database.sql`update runs set due_at = now()`
  const { runId } = (await database.sql`select id as "runId" from runs`)[0] as never
  // the waits of earlier slices do not count for this one
  expect((await deliver(endless, { runId, deps: deps() })).run).toMatchObject({ status: 'queued', failures: 1 })
})

test('14. a drain is never a failure, not even of a run with four', async () => {
  const drain = new AbortController()
  const operation = testOperation((_store, context) => {
    drain.abort()
    return untilStopped(context)
  })
  const { runId } = await admitTest(database)
  await database.sql`update runs set failures = 4`
  const { thrown, run, sent } = await deliver(operation, { runId, deps: { drain: drain.signal } })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'queued', failures: 4, error: null, attempt: 1 })
  expect(sent).toHaveLength(1)
})

const throttled = (retryAfterMs: number) =>
  testOperation(() => Promise.reject(new AppError('graph.throttled', { retryAfterMs })))

test('12. a 429 within the time Graph asked for is no failure, however often', async () => {
  const { runId } = await admitTest(database)
  await database.sql`update runs set failures = 4`
  const { thrown, run, sent } = await deliver(throttled(400_000), { runId })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'queued', failures: 4, error: { code: 'graph.throttled' } })
  expect(sent[0]!.delayMs).toBeGreaterThan(395_000)
})

test.each([1e12, Infinity])(
  '12. a Retry-After of %d ms is cut to an hour, and the attempt a failure',
  async (asked) => {
    const { run, sent } = await deliver(throttled(asked))
    expect(run).toMatchObject({ status: 'queued', failures: 1 })
    expect(sent[0]!.delayMs).toBeGreaterThan(3_590_000)
    expect(sent[0]!.delayMs).toBeLessThanOrEqual(3_600_000)
  },
)

test.each([NaN, -5, -Infinity])('12. a Retry-After of %d ms counts as none', async (asked) => {
  const { run, sent } = await deliver(throttled(asked))
  expect(run).toMatchObject({ status: 'queued', failures: 1 })
  expect(sent[0]!.delayMs).toBeLessThan(10_000)
})

import { AppError } from '../../../src/shared/errors'
import { cancel } from '../../../src/runs/ledger/cancel'
import { readRun } from '../../../src/runs/ledger/read'
import { requeue } from '../../../src/runs/ledger/requeue'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, testOperation } from '../../support/harness'
import { admitTest, claimRun } from '../../support/runs'
import { deliverTo } from './deliver'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const deliver = deliverTo(() => database)

/** An operation during which its run is cancelled, before any heartbeat. It then fails for now. */
const cancelledThenFailing = testOperation(async (_store, { fence: { runId } }) => {
  await cancel(database.db, (await readRun(database.db, runId))!)
  throw new AppError('graph.unavailable')
})

test('11. a cancelled run that then meets a transient error is cancelled, and the next run of its lane is sent', async () => {
  const { runId } = await admitTest(database)
  const next = await admitTest(database, { input: { n: 2 } })
  const { queues, sent } = createTestQueues()
  const { thrown, run, events } = await deliver(cancelledThenFailing, { runId, deps: { queues } })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'cancelled', error: null })
  expect(run.finishedAt).not.toBeNull()
  expect(sent).toMatchObject([{ message: { runId: next.runId } }])
  expect(events).toEqual(['job_start', 'job_complete'])
})

test('11. a cancelled run whose transient error would be its last is cancelled, not failed', async () => {
  const { runId } = await admitTest(database)
  await database.sql`update runs set failures = 4`
  const { thrown, run } = await deliver(cancelledThenFailing, { runId })
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'cancelled', error: null })
})

test('11. a cancel that comes just before the run is queued again keeps it from that', async () => {
  const run = await claimRun(database, (await admitTest(database)).runId)
  await cancel(database.db, run)
  const again = { delayMs: 0, failures: 1, error: null, progress: null }
  expect(await requeue(database.db, run, again)).toBeUndefined()
  expect(await readRun(database.db, run.id)).toMatchObject({ status: 'running', failures: 0 })
})

test('11. a cancelled run whose host shuts down is cancelled', async () => {
  const drain = new AbortController()
  const operation = testOperation(async (_store, { fence: { runId }, signal }) => {
    await cancel(database.db, (await readRun(database.db, runId))!)
    drain.abort()
    signal.throwIfAborted()
    return {}
  })
  const { run } = await deliver(operation, { deps: { drain: drain.signal } })
  expect(run).toMatchObject({ status: 'cancelled' })
})

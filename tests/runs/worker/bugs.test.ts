import { AppError } from '../../../src/shared/errors'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { defineOperation } from '../../../src/runs/operation'
import type { ErrorCode } from '../../../src/shared/error-codes'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { item, type TestOperation, testOperation, testRecord } from '../../support/harness'
import { deliverTo } from './deliver'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const deliver = deliverTo(() => database)
const succeeding = testOperation((store) => store.record(item('a')))
const bug = expect.objectContaining({
  event: 'bug',
  code: 'internal.bug',
  frames: expect.arrayContaining([expect.stringMatching(/^at .*src.*:\d+:\d+\)?$/)]),
})

/** Makes every update of a run fail that sets this status, as a bug in its SQL would. */
const failUpdatesTo = (status: string) =>
  database.sql.unsafe(`
    create function broken() returns trigger language plpgsql as $$ begin raise exception 'the secret is hunter2'; end $$;
    create trigger broken before update on runs for each row
      when (new.status = '${status}' and old.status <> '${status}') execute function broken()`)

test('9. a run whose item has a code that this version does not know ends, with that code', async () => {
  const operation = testOperation(async (store, { fence }) => {
    await store.record(item('a'))
    const unknown = { ...item('b', 'failed'), code: 'future.code' as ErrorCode, message: 'of a newer version' }
    await recordItem(database.db, fence, unknown)
    return {}
  })
  const { thrown, run } = await deliver(operation)
  expect(thrown).toBeNull()
  expect(run).toMatchObject({ status: 'partial' })
  expect(run.error).toEqual({ code: 'future.code', category: 'bug', message: 'of a newer version' })
})

test('9. a bug while a run is finished is logged with frames, and the run fails', async () => {
  await failUpdatesTo('succeeded')
  const { thrown, run, logged, events } = await deliver(succeeding, { sequenceNumber: '7' })
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({
    status: 'failed',
    failedBy: '7',
    error: { code: 'internal.bug' },
    counts: { succeeded: 1 },
  })
  expect(logged).toContainEqual(bug)
  expect(events).toContain('job_failed')
  expect(JSON.stringify([logged, run])).not.toContain('hunter2')
})

test('9. a bug in the closing step is logged with frames, and the run fails', async () => {
  const closingStep = () => Promise.reject(new TypeError('of undefined'))
  const operation: TestOperation = () => defineOperation(testRecord, async () => ({ result: null, closingStep }))
  const { thrown, run, logged } = await deliver(operation)
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({ status: 'failed', error: { code: 'internal.bug' } })
  expect(logged).toContainEqual(bug)
})

test('9. a bug while a run is requeued is logged with frames, and the run fails', async () => {
  await failUpdatesTo('queued')
  const { thrown, run, logged } = await deliver(testOperation(() => Promise.reject(new AppError('graph.unavailable'))))
  expect(thrown).toBe('message.leftover')
  expect(run).toMatchObject({ status: 'failed', error: { code: 'internal.bug' } })
  expect(logged).toContainEqual(bug)
})

test('9. a bug while a run is claimed is logged with frames, and the message thrown back', async () => {
  await failUpdatesTo('running')
  const { thrown, run, logged } = await deliver(succeeding)
  expect(thrown).toBe('internal.bug')
  expect(run).toMatchObject({ status: 'queued', attempt: 0 })
  expect(logged).toContainEqual(bug)
})

test('9. where a run cannot be ended at all, both bugs are logged and the message thrown back', async () => {
  await failUpdatesTo('succeeded')
  await database.sql.unsafe(`create trigger broken_too before update on runs for each row
    when (new.status = 'failed') execute function broken()`)
  const { thrown, logged } = await deliver(succeeding)
  expect(thrown).toBe('internal.bug')
  expect(logged.filter(({ event }) => event === 'bug')).toHaveLength(2)
})

import { openDatabase } from '../../../src/db/database'
import { runMessage } from '../../../src/runs/worker/run-message'
import { freePort } from '../../../local/ports'
import { createTestQueues, createTestClock, runnerDeps } from '../../support/harness'

const runId = '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11'
const delivery = { sequenceNumber: '1', enqueuedAt: new Date(), deliveryCount: 1 }

async function withoutDatabase<T>(work: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(`postgres://x:x@localhost:${await freePort()}/x`)
  return work(db).finally(close)
}

test('without the database, a copy is scheduled in 30 to 120 seconds and the original completed', async () => {
  const { queues, sent } = createTestQueues()
  await withoutDatabase((db) => runMessage(runnerDeps(db, { queues }), 'interactive', { v: 1, runId }, delivery))
  expect(sent).toEqual([{ lane: 'interactive', message: { v: 1, runId }, delayMs: 75_000 }])
})

test('without the broker too, the worker waits 30 seconds and throws', async () => {
  const { queues, state } = createTestQueues()
  state.down = true
  const clock = createTestClock()
  const working = withoutDatabase((db) =>
    runMessage(runnerDeps(db, { queues, clock }), 'sync', { v: 1, runId }, delivery),
  )
  await expect(working).rejects.toMatchObject({ code: 'queue.unavailable' })
  expect(clock.slept).toEqual([30_000])
})

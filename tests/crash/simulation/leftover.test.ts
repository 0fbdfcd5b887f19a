import { runMessage } from '../../../src/runs/worker/run-message'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, runnerDeps, testOperation } from '../../support/harness'
import { admitTest } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

test('messages that failed a run do not take it up again, however many did and whatever the broker’s clock says', async () => {
  const { runId } = await admitTest(database)
  let executions = 0
  const operation = testOperation(() => {
    executions++
    throw new Error('a bug')
  })
  const { queues, sent } = createTestQueues()
  const deps = runnerDeps(database.db, { operations: [operation], queues })
  const ahead = () => new Date(Date.now() + 300_000)
  const deliver = (sequenceNumber: string, deliveryCount = 1) =>
    runMessage(deps, 'sync', { v: 1, runId }, { sequenceNumber, enqueuedAt: ahead(), deliveryCount }).then(
      () => 'completed',
      () => 'thrown',
    )
  expect(await deliver('1')).toBe('thrown')
  expect(await deliver('by hand')).toBe('completed')
  expect(await deliver('2')).toBe('thrown')
  expect(await deliver('1', 2)).toBe('thrown')
  expect(await deliver('2', 2)).toBe('thrown')
  expect(sent).toHaveLength(1)
  expect(executions).toBe(2)
})

import { AppError } from '../../../src/shared/errors'
import { receiveMessage } from '../../../src/runs/worker/receive-message'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestQueues, item, runnerDeps, type TestOperation, testOperation } from '../../support/harness'
import { admitTest } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await database.sql`update tenants set app_key = 'contoso'`
})
afterEach(() => database.close())

/** Admits a run, delivers its message, and gives the log lines and what was thrown. */
async function deliver(operation: TestOperation, { down = false, body }: { down?: boolean; body?: unknown } = {}) {
  const lines: Record<string, unknown>[] = []
  const { queues, state } = createTestQueues()
  state.down = down
  const log = (event: string, fields: Record<string, unknown>) => void lines.push({ event, ...fields })
  const { runId } = await admitTest(database)
  const deps = runnerDeps(database.db, { operations: [operation], queues, log })
  const delivery = { sequenceNumber: '7', enqueuedAt: new Date(Date.now() + 60_000), deliveryCount: 1 }
  const thrown = await receiveMessage(deps, 'sync', body ?? { v: 1, runId }, delivery).catch((error: Error) => error)
  const about = { jobId: runId, tenantId: 'contoso', externalId: database.tenant.externalId, attempt: 1 }
  return { lines, about, thrown: thrown as Error | undefined }
}

const failing = (error: Error) => testOperation(() => Promise.reject(error))

test('26: a bug is logged with its code, its run, and the tenant by the app’s key; so is its message, thrown back', async () => {
  const { lines, about, thrown } = await deliver(failing(new Error('hunter2')))
  expect(lines).toMatchObject([
    { event: 'job_start', ...about },
    { event: 'bug', ...about, code: 'internal.bug', frames: expect.any(Array) },
    { event: 'job_failed', ...about, code: 'internal.bug', error: { code: 'internal.bug' } },
    {
      event: 'message_thrown',
      ...about,
      code: 'message.leftover',
      runCode: 'internal.bug',
      sequenceNumber: '7',
      deliveryCount: 1,
    },
  ])
  expect(thrown?.message).toMatch(/^message\.leftover: internal\.bug: An internal error/)
  expect(`${thrown?.stack}${JSON.stringify(lines)}`).not.toContain('hunter2')
})

test('26: a run that goes on later, and a message that cannot be sent, are logged with code, run, tenant and attempt', async () => {
  const { lines, about, thrown } = await deliver(failing(new AppError('graph.unavailable')), { down: true })
  expect(thrown).toBeUndefined()
  expect(lines.slice(1)).toMatchObject([
    { event: 'job_later', ...about, code: 'graph.unavailable' },
    { event: 'send_failed', ...about, code: 'queue.unavailable' },
  ])
})

test('26: job_complete of a partial run has its code', async () => {
  const operation = testOperation(async (store) => {
    await store.record(item('good'))
    await store.record(item('bad', 'failed'))
    return {}
  })
  const { lines, about } = await deliver(operation)
  expect(lines.at(-1)).toMatchObject({
    event: 'job_complete',
    ...about,
    status: 'partial',
    code: 'sync.policy_unreadable',
  })
})

test('26: a heartbeat that fails is logged with code, run, tenant and attempt', async () => {
  const lines: Record<string, unknown>[] = []
  const { runId } = await admitTest(database)
  const stop = new AbortController()
  const operation = testOperation(async () => {
    await database.sql`alter table runs rename column progress to hidden`
    await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))
    await database.sql`alter table runs rename column hidden to progress`
    return {}
  })
  const log = (event: string, fields: Record<string, unknown>) => {
    lines.push({ event, ...fields })
    if (event === 'heartbeat_failed') stop.abort()
  }
  let now = 0
  const clock = {
    now: () => now,
    random: () => 0.5,
    sleep: async () => {
      now += 20_000
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const deps = runnerDeps(database.db, { operations: [operation], log, clock })
  const delivery = { sequenceNumber: '7', enqueuedAt: new Date(), deliveryCount: 1 }
  await receiveMessage(deps, 'sync', { v: 1, runId }, delivery).catch(() => {})
  expect(lines).toContainEqual({
    event: 'heartbeat_failed',
    jobId: runId,
    tenantId: 'contoso',
    externalId: database.tenant.externalId,
    attempt: 1,
    code: expect.any(String),
  })
})

test('26: an unreadable message that is thrown back is logged with its code, which the thrown text begins with', async () => {
  const { lines, thrown } = await deliver(
    testOperation(async () => ({})),
    { body: 'hello' },
  )
  expect(lines).toMatchObject([{ event: 'message_thrown', code: 'message.unreadable', sequenceNumber: '7' }])
  expect(thrown?.message).toMatch(/^message\.unreadable: /)
})

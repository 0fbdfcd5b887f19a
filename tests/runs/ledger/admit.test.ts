import { claim } from '../../../src/runs/ledger/claim'
import { identityOf } from '../../../src/runs/ledger/admit'
import { finish } from '../../../src/runs/ledger/finish'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, completeRun, failedEnding, succeededEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const cooldownMs = 60_000

test('a request becomes a dispatched run with an unsent message', async () => {
  const { runId, deduplicated, status, messages } = await admitTest(database)
  expect({ deduplicated, status }).toEqual({ deduplicated: false, status: 'queued' })
  expect(messages).toMatchObject([{ id: runId, lane: 'sync', attempt: 0 }])
  expect(await database.sql`select id from runs where dispatched_at is not null and sent_at is null`).toHaveLength(1)
})

test('the same request returns the active run, queued or running', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database)
  await claimRun(database, first.runId)
  const third = await admitTest(database)
  expect([second, third]).toMatchObject([
    { runId: first.runId, deduplicated: true, status: 'queued', messages: [] },
    { runId: first.runId, deduplicated: true, status: 'running', messages: [] },
  ])
})

test('a trailing request made while the same run is running gets one new run, however often it is made', async () => {
  const first = await admitTest(database)
  await claimRun(database, first.runId)
  const trailing = await admitTest(database, { trailing: true })
  const again = await admitTest(database, { trailing: true })
  expect(trailing).toMatchObject({ deduplicated: false, messages: [] }) // the lane is busy
  expect(again).toMatchObject({ deduplicated: true, runId: trailing.runId })
  expect(trailing.runId).not.toBe(first.runId)
})

test('within the cooldown the same request returns the succeeded run; force skips only the cooldown', async () => {
  const run = await completeRun(database, { cooldownMs })
  expect(await admitTest(database, { cooldownMs })).toMatchObject({
    runId: run.id,
    deduplicated: true,
    status: 'succeeded',
  })
  const forced = await admitTest(database, { cooldownMs, force: true })
  expect(forced).toMatchObject({ deduplicated: false })
  expect(await admitTest(database, { cooldownMs, force: true })).toMatchObject({
    runId: forced.runId,
    deduplicated: true,
  })
})

test('the cooldown ends by the database’s clock', async () => {
  const run = await completeRun(database, { cooldownMs })
  await database.sql`update runs set finished_at = finished_at - interval '61 seconds' where id = ${run.id}`
  expect(await admitTest(database, { cooldownMs })).toMatchObject({ deduplicated: false })
})

test('a failed run frees its identity at once', async () => {
  await completeRun(database, { cooldownMs }, failedEnding())
  expect(await admitTest(database, { cooldownMs })).toMatchObject({ deduplicated: false })
})

test('another scope, operation or tenant is another request', async () => {
  const first = await admitTest(database)
  const scope = await admitTest(database, { input: { only: ['a'] } })
  const operation = await admitTest(database, { operation: 'other' })
  const tenant = await admitTest(database, { tenantId: (await addTenant(database)).externalId })
  expect(new Set([first, scope, operation, tenant].map((a) => a.runId)).size).toBe(4)
  expect(tenant.messages).toHaveLength(1)
  expect(scope.messages).toHaveLength(0)
})

test('identity does not depend on the order of keys and lists', () => {
  expect(identityOf('x', { a: [1, 2], b: { c: 1, d: 2 } })).toBe(identityOf('x', { b: { d: 2, c: 1 }, a: [2, 1] }))
  expect(identityOf('x', { a: 1 })).not.toBe(identityOf('x', { a: 2 }))
  expect(identityOf('x', { a: 1 })).not.toBe(identityOf('y', { a: 1 }))
})

test('when a run ends, the oldest waiting run of its lane is dispatched', async () => {
  const first = await admitTest(database)
  const second = await admitTest(database, { input: { n: 2 } })
  const third = await admitTest(database, { input: { n: 3 } })
  const interactive = await admitTest(database, { input: { n: 4 }, lane: 'interactive' })
  expect([second.messages, third.messages].flat()).toEqual([])
  expect(interactive.messages).toHaveLength(1)
  expect(await claim(database.db, second.runId)).toBeUndefined()
  const run = await claimRun(database, first.runId)
  expect((await finish(database.db, run, succeededEnding)).messages).toMatchObject([{ id: second.runId, lane: 'sync' }])
})

test('beyond twenty waiting runs of a tenant a request for one more is refused, and one for the same run is not', async () => {
  const { externalId: tenantId, workspaceId } = await addTenant(database)
  const ask = (n: number) => admitTest(database, { tenantId, workspaceId, input: { n }, maxWaiting: 20 })
  for (let n = 0; n < 20; n++) await ask(n)
  await expect(ask(20)).rejects.toMatchObject({ code: 'run.too_many_waiting' })
  expect(await ask(7)).toMatchObject({ deduplicated: true })
  expect(await admitTest(database, { tenantId, workspaceId, input: { n: 21 } })).toMatchObject({ deduplicated: false })
})

test('fifty different requests at once leave at most twenty waiting', async () => {
  const { externalId: tenantId, workspaceId } = await addTenant(database)
  const ask = (n: number) => admitTest(database, { tenantId, workspaceId, input: { n }, maxWaiting: 20 })
  const asked = await Promise.allSettled(Array.from({ length: 50 }, (_each, n) => ask(n)))
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
})

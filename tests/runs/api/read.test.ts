import { monitor } from '../../../src/http/run-answers'
import { createRunReads } from '../../../src/runs/api/read'
import { cancel } from '../../../src/runs/ledger/cancel'
import { requeue } from '../../../src/runs/ledger/requeue'
import { recordItem } from '../../../src/runs/ledger/record-item'
import type { RunId } from '../../../src/shared/ids'
import { operator } from '../../support/callers'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { item } from '../../support/harness'
import { admitTest, claimRun, completeRun } from '../../support/runs'

const entry = { caller: operator, capability: 'runs.read' } as const

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.sql`update tenants set app_key = 'contoso'`
})
afterAll(() => database.close())

const times = { test: { expectedSeconds: 10, cooldownMs: 60_000 } }
const follow = (runId: RunId) =>
  createRunReads({ enter: database.enter, times }).followRun(entry, { tenantKey: 'contoso' }, runId)

test('27: a running run shows its counts and as many done as processed, and never more than there are', async () => {
  const { runId } = await admitTest(database, { input: { n: 1 } })
  const run = await claimRun(database, runId)
  await database.sql`update runs set progress = '{"phase":"reading","done":9,"total":1,"metrics":{}}' where id = ${runId}`
  const fence = { runId, attempt: run.attempt }
  await recordItem(database.db, fence, item('good'))
  await recordItem(database.db, fence, item('bad', 'failed'))
  const followed = await follow(runId)
  expect(monitor(followed).jsonBody).toMatchObject({
    tenantId: 'contoso',
    externalId: database.tenant.externalId,
    status: 'running',
    progress: { done: 2, total: 2 },
    counts: { total: 2, processed: 2, succeeded: 1, failed: 1, skipped: 0, policies: 2 },
  })
  await database.sql`update runs set status = 'cancelled', finished_at = now() where id = ${runId}`
})

test('9b: a run and an item with an error code that this version does not know are shown', async () => {
  const run = await completeRun(database, { input: { n: 2 } })
  const error = { code: 'sync.from_a_later_version', category: 'unheard_of', message: 'A later version says why.' }
  await database.sql`update runs set status = 'partial', error = ${database.sql.json(error)}, counts = '{"total":1}' where id = ${run.id}`
  await database.sql`insert into run_items (run_id, item_key, attempt, source, label, outcome, code)
    values (${run.id}, 's/x', 1, 's', 'x', 'failed', ${error.code})`
  const followed = await follow(run.id)
  expect(monitor(followed)).toMatchObject({
    status: 200,
    jsonBody: { status: 'partial', error, progress: { done: 1, total: 1 }, counts: { total: 1, failed: 0 } },
  })
})

const facts = async (runId: RunId) => {
  const { expectedSeconds, late, waitingFor, cooldownUntil } = await follow(runId)
  return { expectedSeconds, late, waitingFor, cooldownUntil }
}
const nothing = { expectedSeconds: 10, late: false, waitingFor: null, cooldownUntil: null }

describe('what follows from the row of a run', () => {
  afterEach(() => database.sql`delete from runs`)

  test('a dispatched run waits for a worker to take its message', async () => {
    const { runId } = await admitTest(database)
    expect(await facts(runId)).toEqual({ ...nothing, waitingFor: { reason: 'message', until: null } })
  })

  test('a running run waits while Graph throttles its tenant, and says until when', async () => {
    const { runId } = await admitTest(database, { input: { n: 'throttled' } })
    await claimRun(database, runId)
    expect((await facts(runId)).waitingFor).toBeNull()
    await database.sql`update tenants set graph_not_before = '2999-01-01T00:00:00Z'`
    expect((await facts(runId)).waitingFor).toEqual({ reason: 'throttle', until: '2999-01-01T00:00:00.000Z' })
    await database.sql`update tenants set graph_not_before = now() - interval '1 s'`
    expect((await facts(runId)).waitingFor).toBeNull()
    await database.sql`update runs set status = 'cancelled', finished_at = now() where id = ${runId}`
  })

  test('why an attempt ended is told until the next one begins, and not of a run that was cancelled', async () => {
    const error = { code: 'graph.throttled', category: 'retry_later', message: 'Later.' } as const
    const again = { delayMs: 0, failures: 0, error, progress: null }
    const { runId } = await admitTest(database, { input: { n: 'again' } })
    const errorOf = async () => (await follow(runId)).run.error
    await requeue(database.db, await claimRun(database, runId), again)
    expect(await errorOf()).toEqual(error)
    const run = await claimRun(database, runId)
    expect(await errorOf()).toBeNull()
    await requeue(database.db, run, again)
    await cancel(database.db, run)
    expect(await follow(runId)).toMatchObject({ run: { status: 'cancelled', error: null } })
  })

  test('a run behind another one waits for the lane, and tells who holds it', async () => {
    const { runId: first } = await admitTest(database, { input: { n: 1 } })
    const { runId } = await admitTest(database, { input: { n: 2 } })
    expect(await facts(runId)).toEqual({ ...nothing, waitingFor: { reason: 'lane', until: null, runId: first } })
  })

  test.each([
    ['graph.throttled', 'throttle'],
    ['graph.unavailable', 'retry'],
  ] as const)('after %s it waits for the next attempt: %s', async (code, reason) => {
    const run = await claimRun(database, (await admitTest(database)).runId)
    const error = { code, category: 'retry_later', message: 'later' } as const
    await requeue(database.db, run, { delayMs: 3_600_000, failures: 0, error, progress: null })
    const [row] = await database.sql`select due_at from runs`
    const until = (row!.due_at as Date).toISOString()
    expect(await facts(run.id)).toEqual({ ...nothing, waitingFor: { reason, until } })
  })

  test('a run is late after three times as long as usual: queued since it was due, running since it began', async () => {
    const { runId } = await admitTest(database)
    await database.sql`update runs set due_at = now() - interval '31 s'`
    expect(await facts(runId)).toMatchObject({ late: true })
    await claimRun(database, runId)
    expect(await facts(runId)).toEqual(nothing)
    await database.sql`update runs set started_at = now() - interval '31 s'`
    expect(await facts(runId)).toMatchObject({ late: true })
  })

  test('a run of an operation that this version does not know has no expected time and is never late', async () => {
    const { runId } = await admitTest(database, { operation: 'from.later' })
    await database.sql`update runs set due_at = now() - interval '1 day'`
    expect(await facts(runId)).toMatchObject({ expectedSeconds: null, late: false })
  })

  test('a run that has succeeded tells until when the same start gives it back', async () => {
    const { id } = await completeRun(database)
    const [row] = await database.sql`select finished_at + interval '60 s' as until from runs`
    expect(await facts(id)).toEqual({ ...nothing, cooldownUntil: (row!.until as Date).toISOString() })
    await database.sql`update runs set finished_at = now() - interval '61 s'`
    expect(await facts(id)).toEqual(nothing)
  })
})

test('who asked for a run, and for whom, is told', async () => {
  const { runId } = await admitTest(database, { requestedBy: 'a/b', actingFor: 'c/d' })
  expect(monitor(await follow(runId))).toMatchObject({
    headers: { 'retry-after': '2' },
    jsonBody: { requestedBy: 'a/b', actingFor: 'c/d' },
  })
})

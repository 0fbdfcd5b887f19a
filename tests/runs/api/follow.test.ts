import { monitor } from '../../../src/http/run-answers'
import { followRun } from '../../../src/runs/api/follow'
import { recordItem } from '../../../src/runs/ledger/record-item'
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

test('27: a running run shows its counts and as many done as processed, and never more than there are', async () => {
  const { runId } = await admitTest(database, { input: { n: 1 } })
  const run = await claimRun(database, runId)
  await database.sql`update runs set progress = '{"phase":"reading","done":9,"total":1,"metrics":{}}' where id = ${runId}`
  const fence = { runId, attempt: run.attempt }
  await recordItem(database.db, fence, item('good'))
  await recordItem(database.db, fence, item('bad', 'failed'))
  const followed = await followRun(database.enter, entry, 'contoso', runId)
  expect(monitor(followed.run, followed.counts).jsonBody).toMatchObject({
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
  const followed = await followRun(database.enter, entry, 'contoso', run.id)
  expect(monitor(followed.run, followed.counts)).toMatchObject({
    status: 200,
    jsonBody: { status: 'partial', error, progress: { done: 1, total: 1 }, counts: { total: 1, failed: 0 } },
  })
})

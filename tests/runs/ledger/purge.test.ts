import { purgeRuns } from '../../../src/runs/ledger/purge'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, completeRun, failedEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const age = (days: number, ids: readonly string[]) =>
  database.sql`update runs set finished_at = now() - make_interval(days => ${days}) where id in ${database.sql(ids)}`
const left = async () => (await database.sql`select id from runs order by seq`).map((row) => String(row.id))

async function endedRuns(count: number, ending?: Parameters<typeof completeRun>[2]): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await completeRun(database, {}, ending)).id)
  return ids
}

test('20: ended runs go with their items after their time, in batches, oldest first', async () => {
  const [oldest, old, young] = await endedRuns(3)
  const run = await claimRun(database, (await admitTest(database)).runId)
  await recordItem(
    database.db,
    { runId: run.id, attempt: run.attempt },
    { key: 's/p', source: 's', label: 'p', outcome: 'succeeded' },
  )
  await database.sql`insert into run_items (run_id, item_key, attempt, source, outcome)
    select ${oldest!}, 's/' || n, 1, 's', 'succeeded' from generate_series(1, 50) n`
  await age(92, [oldest!])
  await age(91, [old!])
  await age(89, [young!])
  const purge = () => purgeRuns(database.db, { retentionDays: 90, limit: 1 })
  expect(await purge()).toBe(1)
  expect(await left()).toEqual([old, young, run.id])
  expect(await database.sql`select run_id from run_items where run_id = ${oldest!}`).toEqual([])
  expect([await purge(), await purge()]).toEqual([1, 0])
  expect(await left()).toEqual([young, run.id])
})

test('20: a run whose message may lie among the dead letters is kept for 400 days, or longer where that is set', async () => {
  const [failed, older] = await endedRuns(2, failedEnding('7'))
  const [plain] = await endedRuns(1, failedEnding())
  await age(399, [failed!, plain!])
  await age(401, [older!])
  expect(await purgeRuns(database.db, { retentionDays: 500, limit: 9 })).toBe(0)
  expect(await purgeRuns(database.db, { retentionDays: 90, limit: 9 })).toBe(2)
  expect(await left()).toEqual([failed])
})

test('20: a run that waits or works is never purged, however old', async () => {
  const { runId } = await admitTest(database)
  await database.sql`update runs set created_at = now() - interval '9 years', due_at = created_at`
  expect(await purgeRuns(database.db, { retentionDays: 1, limit: 9 })).toBe(0)
  expect(await left()).toEqual([runId])
})

test('20: a run that somebody takes up again at that moment is left', async () => {
  const [old] = await endedRuns(1)
  await age(100, [old!])
  const holder = await database.sql.reserve()
  await holder`begin`
  await holder`select 1 from runs where id = ${old!} for update`
  expect(await purgeRuns(database.db, { retentionDays: 90, limit: 9 })).toBe(0)
  await holder`commit`
  holder.release()
  expect(await purgeRuns(database.db, { retentionDays: 90, limit: 9 })).toBe(1)
})

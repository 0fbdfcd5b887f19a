import { toAppKey } from '../../../src/shared/ids'
import { rowsAtOnce, writePolicy } from '../../../src/intune/store/write-policy'
import { extendLease } from '../../../src/runs/ledger/extend-lease'
import { finish } from '../../../src/runs/ledger/finish'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { requeue } from '../../../src/runs/ledger/requeue'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { item, unit } from '../../support/harness'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const later = { delayMs: 0, failures: 0, error: null, progress: null }

/** A run that is no longer running, although its attempt is still the newest: handed back by reconcile, or ended. */
async function runIn(status: string) {
  const run = await claimRun(database, (await admitTest(database)).runId)
  await database.sql`update runs set status = ${status} where id = ${run.id}`
  return { run, writer: { runId: run.id, attempt: run.attempt, appKey: toAppKey(database.tenant.appKey) } }
}

const written = async () => {
  const [row] = await database.sql`select (select count(*) from run_items)::int as items,
    (select count(*) from policies)::int as policies, (select count(*) from policy_settings)::int as rows`
  return row
}

const statuses = ['queued', 'cancelled', 'failed', 'succeeded', 'partial']

test.each(statuses)('the newest attempt of a run that is %s writes neither a policy nor an item', async (status) => {
  const { writer } = await runIn(status)
  const [setting] = unit('p').rows
  const large = Array.from({ length: rowsAtOnce + 1 }, (_, n) => ({ ...setting!, path: `${n}`, name: `${n}` }))
  expect(await writePolicy(database.db, writer, unit('p'))).toBeUndefined()
  expect(await writePolicy(database.db, writer, { ...unit('p'), rows: large })).toBeUndefined()
  expect(await recordItem(database.db, writer, item('i'))).toBe(false)
  expect(await written()).toEqual({ items: 0, policies: 0, rows: 0 })
})

test.each(statuses)('the newest attempt of a run that is %s neither extends, ends nor requeues it', async (status) => {
  const { run } = await runIn(status)
  expect(await extendLease(database.db, run, null)).toBeUndefined()
  expect(await requeue(database.db, run, later)).toBeUndefined()
  expect(await finish(database.db, run, succeededEnding)).toMatchObject({ owned: false })
  expect(await database.sql`select status from runs`).toEqual([{ status }])
})

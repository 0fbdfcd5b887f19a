import { openDatabase } from '../../../src/db/database'
import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import { createPolicySync } from '../../../src/operations/policy-sync/handler'
import { createOpenStore } from '../../../src/operations/run-store'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { contextOf } from '../../support/run-context'
import { admitTest, claimRun } from '../../support/runs'
import { graphOf, policyIds } from './listed-policies'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const ids = policyIds(12)

/** Syncs these policies through a pool whose server ends a statement after 1.5 s; on a busy machine shorter ones end statements that nothing holds. */
async function syncOf(policies: readonly string[]) {
  const { db, close } = openDatabase(database.url, { statementTimeoutMs: 1500 })
  const run = await claimRun(database, (await admitTest(database)).runId)
  const { run: sync } = createPolicySync({
    types: [configurationPolicies],
    openGraph: async () => graphOf(policies),
    openStore: createOpenStore({ db, writing: db }),
    definitionCache: { definitionsFor: async () => () => undefined },
    fingerprint: (secret) => secret,
  })
  const ended = await sync({}, contextOf(run, database.tenant)).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? error,
  )
  await close()
  const items = await database.sql`select item_key, outcome, code from run_items where item_key <> source order by 1`
  return { ended, items: items.map(({ outcome, code }) => [outcome, code]) }
}

/** Holds a lock on the rows of these policies until the function it returns is called. */
async function lockPolicies(locked: readonly string[]): Promise<() => Promise<void>> {
  const holder = await database.sql.reserve()
  await holder`begin`
  await holder`select 1 from policies where graph_policy_id in ${database.sql(locked)} for update`
  return async () => {
    await holder`rollback`
    holder.release()
  }
}

test('point 4: a policy whose write is cancelled is tried once more at the end, then is that item’s failure', async () => {
  await syncOf(ids.slice(0, 3))
  await database.sql`delete from runs`
  const unlock = await lockPolicies(ids.slice(1, 2))
  const { ended, items } = await syncOf(ids.slice(0, 3))
  await unlock()
  expect(ended).toBe('done')
  expect(items).toEqual([
    ['succeeded', null],
    ['failed', 'db.statement_cancelled'],
    ['succeeded', null],
  ])
})

test('point 4: when most writes are cancelled it is the database, and the run is tried again', async () => {
  await syncOf(ids)
  await database.sql`delete from runs`
  const unlock = await lockPolicies(ids)
  const { ended } = await syncOf(ids)
  await unlock()
  expect(ended).toBe('db.unavailable')
})

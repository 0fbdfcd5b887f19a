import { writePolicy } from '../../../src/intune/store/write-policy'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'
import { policyDetails, policyUnit } from '../../support/units'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const row = { path: 'a', name: 'A', value: 'much too long', valueType: 'string' as const, raw: '"x"' }
const rows = [{ ...row, definitionId: null, category: null, isDefault: null }]

test.each([
  ['a check', 'add constraint short_value check (length(setting_value) < 6)', /"short_value"/],
  ['a foreign key', 'add constraint of_a_tenant foreign key (tenant_id) references shop (id)', /"of_a_tenant"/],
  ['a length', 'alter setting_value type varchar(5)', /policy_settings refuses a row/],
])('%s of the app that refuses a row is named, and is no bug', async (_what, change, sentence) => {
  const { sql, db, tenant } = database
  // our view keeps the app from altering a column: it is dropped before, and made again by the next migration
  await sql.unsafe(
    `create table shop (id text primary key); drop view readable_settings; alter table policy_settings ${change}`,
  )
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writing = writePolicy(
    db,
    { runId: run.id, attempt: run.attempt, appKey: tenant.appKey },
    policyUnit({ source: 's', graphPolicyId: 'p', rows, details: policyDetails() }),
  )
  await expect(writing).rejects.toMatchObject({
    code: 'db.row_refused',
    category: 'needs_administrator',
    message: expect.stringMatching(sentence),
  })
  expect(await sql`select from run_items where run_id = ${run.id}`).toEqual([])
})

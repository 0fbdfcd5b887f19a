import { countStoredPolicies, missingPolicies, storedPolicies } from '../../../src/intune/store/read-policies'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'
import { policyUnit } from '../../support/units'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const rows = [{ path: '', name: 'N', value: '', valueType: 'empty' as const, raw: '[]' }].map((row) => ({
  ...row,
  definitionId: null,
  category: null,
  isDefault: null,
}))

/** A run that has written these policies. */
async function runOf(ids: string[], source = 's') {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt, appKey: database.tenant.appKey }
  for (const graphPolicyId of ids) await writePolicy(database.db, writer, policyUnit({ source, graphPolicyId, rows }))
  return { run, writer }
}

test('missing policies are stored and have no item in the run, and are of this source and tenant and not removed', async () => {
  const first = await runOf(['a', 'b', 'c', 'd'])
  await writePolicy(database.db, first.writer, policyUnit({ source: 'other', graphPolicyId: 'x', rows }))
  const other = await addTenant(database)
  await database.sql`update policies set removed_at = now() where graph_id = 'd'`
  await database.sql`update runs set status = 'succeeded', finished_at = now()`
  const { run, writer } = await runOf(['a'])
  await recordItem(database.db, writer, {
    key: 's/b',
    source: 's',
    label: '',
    outcome: 'failed',
    code: 'graph.not_found',
  })
  const wanted = { runId: run.id, source: 's', limit: 10 }
  expect(await missingPolicies(database.db, { ...wanted, tenantId: database.tenant.externalId })).toEqual(['c'])
  expect(await missingPolicies(database.db, { ...wanted, tenantId: other.externalId })).toEqual([])
})

test('stored policies are read page by page, each once, without removed ones', async () => {
  const ids = Array.from({ length: 120 }, (_, n) => `p${String(n).padStart(3, '0')}`)
  await runOf(ids)
  await database.sql`update policies set removed_at = now() where graph_id = 'p060'`
  const found: string[] = []
  for await (const { graphId } of storedPolicies(database.db, database.tenant.externalId)) found.push(graphId)
  expect(found).toEqual(ids.filter((id) => id !== 'p060'))
  expect(await countStoredPolicies(database.db, database.tenant.externalId)).toBe(119)
})

import { toGraphId } from '../../../src/shared/ids'
import type { Db } from '../../../src/db/database'
import { applySweep } from '../../../src/intune/store/apply-sweep'
import { missingPolicies, storedPolicies } from '../../../src/intune/store/read-policies'
import { writePolicy } from '../../../src/intune/store/write-policy'
import type { PolicyDetails } from '../../../src/intune/stored/policy-unit'
import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { doneItems, recordItem } from '../../../src/runs/ledger/record-item'
import { finish } from '../../../src/runs/ledger/finish'
import type { Run } from '../../../src/runs/ledger/types'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'
import { policyDetails, policyUnit } from '../../support/units'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ poolSize: 12 })))
afterEach(() => database.close())

const guid = '8f6c1d0e-5a0b-4d5c-9a51-0d2c3b4a5f60'
const row = (path: string): SettingRow => ({
  path,
  name: path,
  value: '1',
  valueType: 'string',
  raw: '"1"',
  definitionId: null,
  category: null,
  isDefault: null,
})

const begin = async () => claimRun(database, (await admitTest(database)).runId)

interface Written {
  id?: string
  details?: PolicyDetails | null
  graphPolicyId?: string
  paths?: string[]
}

function write(run: Run, source: string, { id = guid, details, graphPolicyId = id, paths = ['a', 'b'] }: Written = {}) {
  const unit = {
    source,
    graphId: toGraphId(id),
    graphPolicyId,
    rows: paths.map(row),
    details: details === undefined ? policyDetails() : details,
  }
  const writer = { runId: run.id, attempt: run.attempt, appKey: database.tenant.appKey }
  return writePolicy(database.db, writer, policyUnit(unit))
}

function end(run: Run, sources: string[]) {
  const writer = { runId: run.id, attempt: run.attempt, appKey: database.tenant.appKey }
  const closingStep = (tx: Db) => applySweep(tx, writer, run.tenantId, { sources, stale: [] })
  return finish(database.db, run, { ...succeededEnding, closingStep })
}

const stored = () => database.sql`
  select source, graph_policy_id as id, count(*)::int as rows from policy_settings group by 1, 2 order by 1`
const both = [
  { source: 'intents', id: guid, rows: 2 },
  { source: 'profiles', id: `profiles/${guid}`, rows: 2 },
]

test('16: the same GUID in two collections keeps both policies’ rows, and who came second keeps its stored id for life', async () => {
  const first = await begin()
  await write(first, 'intents')
  await write(first, 'profiles')
  expect(await end(first, ['intents', 'profiles'])).toMatchObject({ status: 'succeeded' })
  expect(await stored()).toEqual(both)
  // now in the other order
  const second = await begin()
  expect(await write(second, 'profiles')).toMatchObject({ unchanged: 2, inserted: 0 })
  expect(await write(second, 'intents')).toMatchObject({ unchanged: 2, inserted: 0 })
  await end(second, ['intents', 'profiles'])
  expect(await stored()).toEqual(both)
  expect(await database.sql`select removed_at from policies`).toEqual([{ removed_at: null }, { removed_at: null }])
})

test('16: each of the two is swept, missed and kept on its own', async () => {
  const first = await begin()
  await write(first, 'intents')
  await write(first, 'profiles')
  await end(first, ['intents', 'profiles'])
  const second = await begin()
  await write(second, 'profiles')
  const missing = (source: string) =>
    missingPolicies(database.db, { runId: second.id, tenantId: second.tenantId, source, limit: 9 })
  expect([await missing('intents'), await missing('profiles')]).toEqual([[guid], []])
  await end(second, ['intents', 'profiles'])
  expect(await stored()).toEqual(both.slice(1))
  const third = await begin()
  await end(third, ['profiles'])
  expect(await stored()).toEqual([])
  // the first one's tombstone keeps its id
  const fourth = await begin()
  await write(fourth, 'profiles')
  await write(fourth, 'intents')
  expect(await stored()).toEqual(both)
})

test('16: both first read at the same moment, in whatever order their rows are', async () => {
  for (let n = 0; n < 20; n++) {
    const id = guid.replace(/.{2}$/, String(10 + n))
    const run = await begin()
    await Promise.all([
      write(run, 'intents', { id, paths: ['a', 'b', 'c'] }),
      write(run, 'profiles', { id, paths: ['c', 'b', 'a'] }),
    ])
    await end(run, [])
    const ids = await database.sql`select graph_policy_id as id from policy_settings
      where graph_policy_id like ${`%${id}`} group by source, graph_policy_id order by length(graph_policy_id)`
    expect(ids.map((each) => String(each.id))).toEqual([
      id,
      expect.stringMatching(new RegExp(`^(intents|profiles)/${id}$`)),
    ])
  }
})

test('16: rows made anew from what is stored keep the stored id, and the run finds its items again', async () => {
  const first = await begin()
  await write(first, 'intents')
  await write(first, 'profiles')
  await end(first, [])
  const again = await begin()
  const keys: string[] = []
  for await (const { source, graphId, graphPolicyId } of storedPolicies(database.db, again.tenantId)) {
    await write(again, source, { graphPolicyId, details: null })
    keys.push(`${source}/${graphId}`)
  }
  expect(await stored()).toEqual(both)
  expect([...(await doneItems(database.db, again.id))].sort()).toEqual(keys.sort())
})

test('16: a policy of the second kind that could not be read keeps its rows', async () => {
  const first = await begin()
  await write(first, 'intents')
  await write(first, 'profiles')
  await end(first, [])
  const second = await begin()
  const writer = { runId: second.id, attempt: second.attempt }
  for (const source of ['intents', 'profiles'])
    await recordItem(database.db, writer, {
      key: `${source}/${guid}`,
      source,
      label: '',
      outcome: 'failed',
      code: 'graph.unavailable',
    })
  await end(second, ['intents', 'profiles'])
  expect(await stored()).toEqual(both)
})

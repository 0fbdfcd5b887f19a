import type { Db } from '../../src/db/database'
import { finish } from '../../src/ledger/finish'
import { applySweep, guard } from '../../src/settings/apply-sweep'
import { recordItem } from '../../src/settings/record-item'
import type { SettingRow } from '../../src/settings/setting-row'
import { writePolicy } from '../../src/settings/write'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest, claimed, wellEnded } from '../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const setting: SettingRow = {
  path: 'a',
  name: 'A',
  value: '1',
  valueType: 'string',
  raw: '"1"',
  definitionId: null,
  category: null,
  isDefault: null,
}

/** A sync that sees these policies of source `s`, some of them unreadable, and ends with this sweep. */
async function syncOf(ids: string[], { sweep = { sources: ['s'], legacy: false }, failed = [] as string[] } = {}) {
  const run = await claimed(database, (await admitTest(database)).runId)
  const appKey = database.tenant.externalId
  const writer = { runId: run.id, attempt: run.attempt, appKey }
  for (const id of ids)
    await writePolicy(database.db, writer, {
      source: 's',
      graphPolicyId: id,
      policyName: `policy ${id}`,
      policyType: 'configurationPolicy',
      rows: [setting],
    })
  for (const id of failed)
    await recordItem(database.db, writer, {
      key: `s/${id}`,
      source: 's',
      label: id,
      outcome: 'failed',
      code: 'graph.unavailable',
    })
  await recordItem(database.db, writer, { key: 's', source: 's', label: 's', outcome: 'succeeded' })
  const last = (tx: Db) => applySweep(tx, writer, run.tenantId, sweep)
  return { ...(await finish(database.db, run, { ...wellEnded, last })), run }
}

const stored = async () =>
  (await database.sql`select distinct graph_policy_id as id from policy_settings order by 1`).map((r) => r.id as string)
const ten = Array.from({ length: 10 }, (_, i) => `p${i}`)

test('rows of a policy that is gone are removed, and the removal is an item with the policy’s name', async () => {
  await syncOf(['p1', 'p2', 'p3'])
  const { counts, run } = await syncOf(['p1', 'p3'])
  expect(await stored()).toEqual(['p1', 'p3'])
  expect(counts).toMatchObject({ policies: 2, removed: 1, unchanged: 2 })
  const [item] =
    await database.sql`select label, outcome, removed from run_items where run_id = ${run.id} and item_key = 's/p2'`
  expect(item).toEqual({ label: 'policy p2', outcome: 'removed', removed: 1 })
})

test('a source that was not read to its end keeps its rows', async () => {
  await syncOf(['p1', 'p2'])
  await syncOf(['p1'], { sweep: { sources: [], legacy: false } })
  expect(await stored()).toEqual(['p1', 'p2'])
})

test('a policy that could not be read keeps its rows', async () => {
  await syncOf(['p1', 'p2'])
  const { status } = await syncOf(['p1'], { failed: ['p2'] })
  expect(status).toBe('partial')
  expect(await stored()).toEqual(['p1', 'p2'])
})

test('more than half gone at once waits until the next full run sees the same', async () => {
  await syncOf(ten)
  const first = await syncOf(ten.slice(0, 4))
  expect(first).toMatchObject({ status: 'partial', error: { code: 'sync.sweep_withheld' }, counts: { removed: 0 } })
  expect(await stored()).toEqual(ten)
  const second = await syncOf(ten.slice(0, 4))
  expect(second).toMatchObject({ status: 'succeeded', counts: { removed: 6 } })
  expect(await stored()).toEqual(ten.slice(0, 4))
})

test('after a withheld sweep policies that came back stay, and the memory of it ends', async () => {
  await syncOf(ten)
  await syncOf(ten.slice(0, 4))
  expect((await syncOf(ten)).status).toBe('succeeded')
  expect((await syncOf(ten.slice(0, 4))).status).toBe('partial')
  expect(await stored()).toEqual(ten)
})

test('an incomplete run between does not confirm a withheld sweep', async () => {
  await syncOf(ten)
  await syncOf(ten.slice(0, 4))
  await syncOf(ten.slice(0, 4), { sweep: { sources: [], legacy: false } })
  expect(await stored()).toEqual(ten)
})

test('the guard: up to five, or up to half, go at once; of a larger loss only what was missed before', () => {
  expect(guard(['a', 'b', 'c', 'd', 'e'], 0, [])).toEqual({ remove: ['a', 'b', 'c', 'd', 'e'], withhold: [] })
  expect(guard(ten.slice(0, 6), 6, []).withhold).toEqual([])
  expect(guard(ten.slice(0, 6), 5, [])).toEqual({ remove: [], withhold: ten.slice(0, 6) })
  expect(guard(ten.slice(0, 7), 3, ten.slice(0, 6))).toEqual({ remove: ten.slice(0, 6), withhold: ['p6'] })
})

test('rows of the old system go after the first run in which every source was read, not before', async () => {
  const { externalId } = database.tenant
  await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at)
    values (${externalId}, 'old', 'Old', 'deviceConfiguration', 'x', 'y', 'string', now()),
      ('another tenant', 'old', 'Old', 'deviceConfiguration', 'x', 'y', 'string', now())`
  await syncOf(['p1'])
  expect(await stored()).toEqual(['old', 'p1'])
  const { counts } = await syncOf(['p1'], { sweep: { sources: ['s'], legacy: true } })
  expect(counts).toMatchObject({ removed: 1 })
  expect(await database.sql`select tenant_id from policy_settings where source is null`).toMatchObject([
    { tenant_id: 'another tenant' },
  ])
})

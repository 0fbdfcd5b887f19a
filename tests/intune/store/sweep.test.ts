import type { Db } from '../../../src/db/database'
import { finish } from '../../../src/runs/ledger/finish'
import { applySweep, decideRemovals } from '../../../src/intune/store/apply-sweep'
import { recordItem } from '../../../src/runs/ledger/record-item'
import type { SettingRow } from '../../../src/intune/stored/setting-row'
import type { Sweep } from '../../../src/intune/store/sweep'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { policyUnit } from '../../support/units'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

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

/** Source `s` was read to its last page. */
const readOne: Sweep = { sources: ['s'], stale: [] }

/** Runs a sync that sees these policies of source `s`, with those in `failed` unreadable, and ends with this sweep. */
async function syncOf(ids: string[], { sweep = readOne, failed = [] }: { sweep?: Sweep; failed?: string[] } = {}) {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const { appKey } = database.tenant
  const writer = { runId: run.id, attempt: run.attempt, appKey }
  for (const id of ids)
    await writePolicy(database.db, writer, policyUnit({ source: 's', graphPolicyId: id, rows: [setting] }))
  for (const id of failed)
    await recordItem(database.db, writer, {
      key: `s/${id}`,
      source: 's',
      label: id,
      outcome: 'failed',
      code: 'graph.unavailable',
    })
  await recordItem(database.db, writer, { key: 's', source: 's', label: 's', outcome: 'succeeded' })
  const closingStep = (tx: Db) => applySweep(tx, writer, run.tenantId, sweep)
  return { ...(await finish(database.db, run, { ...succeededEnding, closingStep })), run }
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

test('a source that was not read to its last page keeps its rows', async () => {
  await syncOf(['p1', 'p2'])
  await syncOf(['p1'], { sweep: { sources: [], stale: [] } })
  expect(await stored()).toEqual(['p1', 'p2'])
})

test('a policy that could not be read keeps its rows', async () => {
  await syncOf(['p1', 'p2'])
  const { status } = await syncOf(['p1'], { failed: ['p2'] })
  expect(status).toBe('partial')
  expect(await stored()).toEqual(['p1', 'p2'])
})

test('when more than half are missing, they are removed only after the next full run misses them too', async () => {
  await syncOf(ten)
  const first = await syncOf(ten.slice(0, 4))
  expect(first).toMatchObject({ status: 'partial', error: { code: 'sync.sweep_withheld' }, counts: { removed: 0 } })
  expect(await stored()).toEqual(ten)
  const second = await syncOf(ten.slice(0, 4))
  expect(second).toMatchObject({ status: 'succeeded', counts: { removed: 6 } })
  expect(await stored()).toEqual(ten.slice(0, 4))
})

test('after a withheld sweep, a run that sees the policies again ends the withholding', async () => {
  await syncOf(ten)
  await syncOf(ten.slice(0, 4))
  expect((await syncOf(ten)).status).toBe('succeeded')
  expect((await syncOf(ten.slice(0, 4))).status).toBe('partial')
  expect(await stored()).toEqual(ten)
})

test('an incomplete run does not confirm a withheld sweep', async () => {
  await syncOf(ten)
  await syncOf(ten.slice(0, 4))
  await syncOf(ten.slice(0, 4), { sweep: { sources: [], stale: [] } })
  expect(await stored()).toEqual(ten)
})

test('up to five, or up to half, are removed at once; of more only those that were missing before', () => {
  expect(decideRemovals(['a', 'b', 'c', 'd', 'e'], 0, [])).toEqual({ remove: ['a', 'b', 'c', 'd', 'e'], withhold: [] })
  expect(decideRemovals(ten.slice(0, 6), 6, []).withhold).toEqual([])
  expect(decideRemovals(ten.slice(0, 6), 5, [])).toEqual({ remove: [], withhold: ten.slice(0, 6) })
  expect(decideRemovals(ten.slice(0, 7), 3, ten.slice(0, 6))).toEqual({ remove: ten.slice(0, 6), withhold: ['p6'] })
})

test('a removed policy keeps its policies row, and a failed one counts as seen', async () => {
  await syncOf(['p1', 'p2', 'p3'])
  await database.sql`update policies set last_seen_at = '2026-01-01'`
  await syncOf(['p1'], { failed: ['p2'] })
  const policies = await database.sql`select graph_id, removed_at is not null as removed,
    last_seen_at > '2026-01-02' as seen from policies order by graph_id`
  expect(policies).toEqual([
    { graph_id: 'p1', removed: false, seen: true },
    { graph_id: 'p2', removed: false, seen: true },
    { graph_id: 'p3', removed: true, seen: false },
  ])
})

test('a source that cannot be read keeps its rows and is stale since then, until it is read again', async () => {
  const stale = { sources: [], stale: [{ source: 's', code: 'graph.forbidden' as const }] }
  const state = async () =>
    (await database.sql`select stale_since, stale_code, last_full_read_at from source_states`)[0]!
  await syncOf(['p1'])
  const { last_full_read_at: readAt } = await state()
  await syncOf([], { sweep: stale })
  const since = (await state()).stale_since
  expect(since).toBeInstanceOf(Date)
  await syncOf([], { sweep: { ...stale, stale: [{ source: 's', code: 'graph.unavailable' }] } })
  expect(await state()).toEqual({ stale_since: since, stale_code: 'graph.unavailable', last_full_read_at: readAt })
  expect(await database.sql`select 1 from policy_settings`).toHaveLength(1)
  await syncOf(['p1'])
  expect(await state()).toMatchObject({ stale_since: null, stale_code: null })
})

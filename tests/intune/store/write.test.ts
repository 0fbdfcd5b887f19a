import type { Run } from '../../../src/runs/ledger/types'
import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { policyUnit } from '../../support/units'
import { admitTest, claimRun } from '../../support/runs'

let database: TestDatabase
let run: Run
beforeEach(async () => {
  database = await createTestDatabase()
  run = await claimRun(database, (await admitTest(database)).runId)
})
afterEach(() => database.close())

const row = (path: string, value: string, more: Partial<SettingRow> = {}): SettingRow => ({
  path,
  name: `Name of ${path}`,
  value,
  valueType: 'string',
  raw: JSON.stringify(value),
  definitionId: path,
  category: null,
  isDefault: null,
  ...more,
})

const write = (rows: SettingRow[], { attempt = run.attempt, policyName = 'P' } = {}) =>
  writePolicy(
    database.db,
    { runId: run.id, attempt, appKey: database.tenant.appKey },
    policyUnit({ source: 's', graphPolicyId: 'p1', policyName, rows }),
  )
const stored = () =>
  database.sql`select setting_path, setting_name, setting_value, policy_name from policy_settings order by setting_path`

test('rows are inserted, updated, left and removed, and the item counts them', async () => {
  expect(await write([row('a', '1'), row('b', '1'), row('c', '1')])).toEqual({
    inserted: 3,
    updated: 0,
    unchanged: 0,
    removed: 0,
  })
  const [before] = await database.sql`select last_synced_at from policy_settings where setting_path = 'a'`
  expect(await write([row('a', '1'), row('b', '2'), row('d', '1')])).toEqual({
    inserted: 1,
    updated: 1,
    unchanged: 1,
    removed: 1,
  })
  expect(await stored()).toMatchObject([
    { setting_path: 'a', setting_value: '1' },
    { setting_path: 'b', setting_value: '2' },
    { setting_path: 'd', setting_value: '1' },
  ])
  const [after] = await database.sql`select last_synced_at from policy_settings where setting_path = 'a'`
  expect(after!.last_synced_at.getTime()).toBeGreaterThan(before!.last_synced_at.getTime())
  expect(
    await database.sql`select inserted, updated, unchanged, removed, outcome, item_key from run_items`,
  ).toMatchObject([{ inserted: 1, updated: 1, unchanged: 1, removed: 1, outcome: 'succeeded', item_key: 's/p1' }])
})

test('a changed name does not count as an update, also when two settings swap their names', async () => {
  await write([row('a', '1', { name: 'X' }), row('b', '2', { name: 'Y' })])
  expect(await write([row('a', '1', { name: 'Y' }), row('b', '2', { name: 'X' })])).toEqual({
    inserted: 0,
    updated: 0,
    unchanged: 2,
    removed: 0,
  })
  expect(
    await write([row('a', '1', { name: 'new' }), row('b', '2', { name: 'X' })], { policyName: 'Q' }),
  ).toMatchObject({
    unchanged: 2,
    removed: 0,
  })
  expect(await stored()).toMatchObject([
    { setting_path: 'a', setting_name: 'new', setting_value: '1', policy_name: 'Q' },
    { setting_path: 'b', setting_name: 'X', setting_value: '2', policy_name: 'Q' },
  ])
})

test('the same value of another type counts as an update; the same value with a new label does not', async () => {
  await write([row('a', '1')])
  expect(await write([row('a', '1', { valueType: 'number', raw: '1' })])).toMatchObject({ updated: 1, unchanged: 0 })
  const [changed] = await database.sql`select changed_at from policy_settings`
  const labelled = row('a', 'One', { valueType: 'choice', raw: '1', name: 'Its name' })
  expect(await write([labelled])).toMatchObject({ updated: 0, unchanged: 1 })
  expect(await stored()).toMatchObject([{ setting_name: 'Its name', setting_value: 'One' }])
  expect(await database.sql`select changed_at from policy_settings`).toEqual([changed])
})

test('an attempt that is no longer the run’s writes nothing', async () => {
  expect(await write([row('a', '1')], { attempt: 7 })).toBeUndefined()
  expect(await stored()).toEqual([])
  expect(await database.sql`select 1 from run_items`).toHaveLength(0)
})

test('other policies, sources, tenants and the old system’s rows stay', async () => {
  const { externalId } = database.tenant
  await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at, source, setting_path)
    values ('other', 'p1', '', '', 'x', '', '', now(), 's', 'x'), (${externalId}, 'p2', '', '', 'x', '', '', now(), 's', 'x'),
      (${externalId}, 'p1', '', '', 'x', '', '', now(), 't', 'x'), (${externalId}, 'p1', '', '', 'old', '', '', now(), null, null)`
  await write([row('a', '1')])
  expect(await database.sql`select 1 from policy_settings`).toHaveLength(5)
})

test('a row of the old system with the same name is taken over and keeps its id', async () => {
  const { externalId } = database.tenant
  await database.sql`insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at)
    values ('cuid1', ${externalId}, 'p1', 'P', 'configurationPolicy', 'Name of a', 'old', 'string', now())`
  await write([row('a', '1')])
  expect(await database.sql`select id, source, setting_value from policy_settings`).toMatchObject([
    { id: 'cuid1', source: 's', setting_value: '1' },
  ])
})

test('the longest names, and text of every kind, fit', async () => {
  const odd = `${'ä'.repeat(999)}"`
  const value = `line\n"quoted" \\ ${'😀'.repeat(5000)}`
  await write([row('a', value, { name: odd }), row('b', '', { valueType: 'empty' })])
  expect(await stored()).toMatchObject([{ setting_name: odd, setting_value: value }, { setting_value: '' }])
})

import { randomBytes } from 'node:crypto'
import { type Postgres, startPostgres } from '../../../local/postgres/postgres'
import { migrate } from '../../../src/db/migrate'
import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { finish } from '../../../src/runs/ledger/finish'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'
import { policyDetails, policyUnit } from '../../support/units'

// A server of its own: an open transaction, in whatever database of a server, keeps old versions of rows from being
// removed, so that updates find no room beside them. ANALYZE of autovacuum does the same.
let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
  await migrate(postgres.info.url)
})
afterAll(() => postgres.stop())

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ poolSize: 1, server: postgres.info.url })
  for (const table of ['policy_settings', 'policies', 'policy_assignments'])
    await database.sql.unsafe(`alter table ${table} set (autovacuum_enabled = off, toast.autovacuum_enabled = off)`)
})
afterEach(() => database.close())

/** The last one is so long that PostgreSQL keeps it outside of its row. */
const rows = Array.from({ length: 40 }, (_, n): SettingRow => ({
  path: `device_vendor_msft_policy_config_setting_${n}`,
  name: `Windows Components > BitLocker Drive Encryption > Setting number ${n}`,
  value: n < 39 ? `Enabled with some text ${n}` : randomBytes(6000).toString('base64'),
  valueType: 'choice',
  raw: `"device_vendor_msft_policy_config_setting_${n}_1"`,
  definitionId: `device_vendor_msft_policy_config_setting_${n}`,
  category: 'Windows Components\\BitLocker Drive Encryption',
  isDefault: null,
}))
const details = policyDetails({
  raw: randomBytes(5000),
  assignments: [
    {
      key: 'group g',
      targetKind: 'group',
      groupId: 'g',
      groupName: 'G',
      filterId: 'f',
      filterName: 'F',
      filterMode: 'include',
      intent: null,
    },
  ],
})

async function sync(change = (row: SettingRow) => row) {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt, appKey: database.tenant.appKey }
  for (let n = 0; n < 30; n++)
    await writePolicy(
      database.db,
      writer,
      policyUnit({ source: 's', graphPolicyId: `p${n}`, rows: rows.map(change), details }),
    )
  await finish(database.db, run, succeededEnding)
  return run.id
}

/** Versions written so far. `hot`: those that needed no index entry. `toast`: pieces of long values. */
async function written(table: string) {
  await database.db.execute('select pg_stat_force_next_flush()')
  await database.db.execute('select 1')
  const [row] = await database.sql`
    select t.n_tup_ins::int as inserted, t.n_tup_upd::int as updated, t.n_tup_hot_upd::int as hot, o.n_tup_ins::int as toast
    from pg_stat_all_tables t join pg_class c on c.oid = t.relid join pg_stat_all_tables o on o.relid = c.reltoastrelid
    where t.relname = ${table}`
  return row as unknown as { inserted: number; updated: number; hot: number; toast: number }
}

test('21: an unchanged policy costs one update in place, without index entries and long values, over ten syncs', async () => {
  await sync()
  const before = { settings: await written('policy_settings'), policies: await written('policies') }
  for (let n = 0; n < 10; n++) await sync()
  for (const table of ['settings', 'policies'] as const) {
    const after = await written(table === 'settings' ? 'policy_settings' : table)
    const was = before[table]
    expect({ table, inserted: after.inserted - was.inserted, toast: after.toast - was.toast }).toEqual({
      table,
      inserted: 0,
      toast: 0,
    })
    expect(after.updated - was.updated).toBe(table === 'settings' ? 12_000 : 300)
    expect((after.hot - was.hot) / (after.updated - was.updated)).toBeGreaterThanOrEqual(0.95)
  }
})

test('21: an unchanged policy’s assignments are not written again', async () => {
  await sync()
  const version = () => database.sql`select xmin::text from policy_assignments order by graph_id`
  const before = await version()
  await sync()
  expect(await version()).toEqual(before)
})

test('21: an unchanged row still says which run saw it last and when, and a change beside it is written', async () => {
  await sync()
  const [before] = await database.sql`select max(last_synced_at)::text as at from policy_settings`
  const runId = await sync((row) => (row.path.endsWith('_7') ? { ...row, name: 'Its new name' } : row))
  const [after] =
    await database.sql`select min(last_synced_at) > ${before!.at}::timestamp as later, count(*)::int as rows,
    count(*) filter (where run_id = ${runId})::int as of_run, count(*) filter (where setting_name = 'Its new name')::int as renamed
    from policy_settings`
  expect(after).toEqual({ later: true, rows: 1200, of_run: 1200, renamed: 30 })
})

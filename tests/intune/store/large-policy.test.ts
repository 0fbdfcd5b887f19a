import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { rowsAtOnce, writePolicy } from '../../../src/intune/store/write-policy'
import type { Run } from '../../../src/runs/ledger/types'
import { toSafeError } from '../../../src/shared/errors'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'
import { policyUnit } from '../../support/units'
import { withoutGuard } from '../../support/without-guard'

let database: TestDatabase
let run: Run
beforeEach(async () => {
  database = await createTestDatabase()
  run = await claimRun(database, (await admitTest(database)).runId)
})
afterEach(() => database.close())

const row = (n: number, more: Partial<SettingRow> = {}): SettingRow => ({
  path: `path ${n}`,
  name: `Name ${n}`,
  value: `${n}`,
  valueType: 'number',
  raw: `${n}`,
  definitionId: null,
  category: null,
  isDefault: null,
  ...more,
})
const many = Array.from({ length: 2 * rowsAtOnce + 1 }, (_, n) => row(n))

const write = (rows: SettingRow[], { attempt = run.attempt, db = database.db } = {}) =>
  writePolicy(
    db,
    { runId: run.id, attempt, appKey: database.tenant.appKey },
    policyUnit({ source: 's', graphPolicyId: 'p1', rows }),
  )

/** Does this before each row is inserted. */
const beforeInsert = (what: string) =>
  database.sql.unsafe(`
    create function meddle() returns trigger language plpgsql as $$ begin ${what}; return new; end $$;
    create trigger meddle before insert on policy_settings for each row execute function meddle()`)

test('point 4: more than 2,000 rows are written in several statements of one transaction', async () => {
  expect(rowsAtOnce).toBe(2_000)
  const sent: string[] = []
  const { db, close } = withoutGuard(database.url, (query) => (sent.push(query), query))
  expect(await write(many, { db })).toEqual({ inserted: 4_001, updated: 0, unchanged: 0, removed: 0 })
  await close()
  expect(sent.filter((query) => query.includes('insert into policy_settings'))).toHaveLength(3)
  const [rows] = await database.sql`select count(*)::int as rows, count(distinct xmin::text)::int as transactions,
    count(distinct last_synced_at)::int as times from policy_settings`
  expect(rows).toEqual({ rows: 4_001, transactions: 1, times: 1 })
  expect(await database.sql`select item_key, outcome, inserted from run_items`).toEqual([
    { item_key: 's/p1', outcome: 'succeeded', inserted: 4_001 },
  ])
  expect(await database.sql`select graph_policy_id from policies`).toEqual([{ graph_policy_id: 'p1' }])
})

test('point 4: parts compare with what was stored before the first of them, also where names move between them', async () => {
  await write(many)
  const changedAt = () => database.sql`select setting_path, changed_at from policy_settings
    where setting_path in ('path 0', 'path 1', 'path 4000') order by 1`
  const before = await changedAt()
  const swapped = [row(0, { name: 'Name 4000' }), ...many.slice(1, 4_000), row(4_000, { name: 'Name 0' })]
  swapped[1] = row(1, { raw: '"new"' })
  swapped[2] = row(9_999)
  expect(await write(swapped)).toEqual({ inserted: 1, updated: 1, unchanged: 3_999, removed: 1 })
  const [first, second, last] = await changedAt()
  expect([first, last]).toEqual([before[0], before[2]])
  expect(second!.changed_at.getTime()).toBeGreaterThan(before[1]!.changed_at.getTime())
  const [stored] = await database.sql`select count(*)::int as rows, count(distinct setting_path)::int as paths,
    count(*) filter (where setting_path = 'path 2')::int as gone from policy_settings`
  expect(stored).toEqual({ rows: 4_001, paths: 4_001, gone: 0 })
})

test('point 4: a write that is cancelled in its last part leaves nothing, and is a cancelled statement', async () => {
  await beforeInsert(`if new.setting_path = 'path 4000' then
    raise exception using errcode = 'query_canceled'; end if`)
  expect(await write(many).catch((error: unknown) => toSafeError(error).code)).toBe('db.statement_cancelled')
  for (const table of ['policy_settings', 'policies', 'run_items'])
    expect(await database.sql.unsafe(`select 1 from ${table}`)).toEqual([])
})

test('point 4: all statements of a large policy together have 25 s, and its transaction has 30', async () => {
  await database.sql`create table limits (statement int, transaction text)`
  await beforeInsert(`if new.setting_path in ('path 0', 'path 4000') then
    insert into limits select extract(epoch from current_setting('statement_timeout')::interval) * 1000, current_setting('transaction_timeout'); end if`)
  await write(many)
  const [first, last] = await database.sql`select * from limits`
  expect(first!.statement).toBeLessThanOrEqual(25_000)
  expect(last!.statement).toBeLessThan(first!.statement as number)
  expect([first!.transaction, last!.transaction]).toEqual(['30s', '30s'])
})

test('an attempt that is no longer the run’s writes nothing of a large policy', async () => {
  expect(await write(many, { attempt: 7 })).toBeUndefined()
  expect(await database.sql`select 1 from policy_settings`).toEqual([])
  expect(await database.sql`select 1 from run_items`).toEqual([])
})

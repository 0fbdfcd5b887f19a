import { migrate } from '../../src/db/migrate'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  await createFilledAppTable(database.sql)
  await database.sql.unsafe('alter table policy_settings drop constraint policy_settings_upsert_unique')
})
afterEach(() => database.close())

const upsert = () => database.sql`
  insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
    setting_value_type, last_synced_at)
  values ('cuid2', 't1', 'p1', 'P', 'configurationPolicy', 'S', 'v2', 'string', now())
  on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value`

const ours = 'policy_settings_upsert_unique'
const columns = 'tenant_id, graph_policy_id, setting_name'

/** Indexes that the upsert cannot use. The name is put for NAME. */
const unsuitable: [string, string][] = [
  ['a predicate', `create unique index NAME on policy_settings (${columns}) where policy_type <> ''`],
  ['an expression', `create unique index NAME on policy_settings (${columns}, lower(setting_value))`],
  [
    'an expression instead of a column',
    `create unique index NAME on policy_settings (${columns.replace('setting_name', 'lower(setting_name)')})`,
  ],
  ['one more column', `create unique index NAME on policy_settings (${columns}, policy_name)`],
  ['included columns', `create unique index NAME on policy_settings (${columns}) include (policy_name)`],
  [
    'a column that is only included',
    'create unique index NAME on policy_settings (graph_policy_id, setting_name) include (tenant_id)',
  ],
]

test.each(unsuitable)(
  'an index of the app with %s is not the one of the upsert: ours is built beside it',
  async (_what, create) => {
    await database.sql.unsafe(create.replace('NAME', 'of_the_app'))
    await migrate(database.url)
    await upsert()
    expect(await database.sql`select setting_value from policy_settings`).toEqual([{ setting_value: 'v2' }])
  },
)

test.each([
  ...unsuitable,
  ['no uniqueness', `create index NAME on policy_settings (${columns})`],
  ['another table', 'create table other (id int); create index NAME on other (id)'],
])('an index with %s under our name is refused before the first change', async (_what, create) => {
  await database.sql.unsafe(create.replace('NAME', ours))
  await expect(migrate(database.url)).rejects.toThrow(/"policy_settings_upsert_unique".*Rename it/s)
  expect(await database.sql`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
})

test.each(['of_the_app', ours])(
  'a deferrable constraint (%s) is refused: the upsert fails beside it too',
  async (name) => {
    await database.sql.unsafe(`alter table policy_settings add constraint ${name} unique (${columns}) deferrable`)
    await expect(migrate(database.url)).rejects.toThrow(new RegExp(`"${name}".*deferrable`, 's'))
    expect(await database.sql`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
  },
)

test.each([
  'create unique index one_row_a_policy on policy_settings (tenant_id, graph_policy_id)',
  'create unique index one_row_a_policy on policy_settings (tenant_id, graph_policy_id) include (setting_name)',
  'create unique index one_row_a_policy on policy_settings (tenant_id, setting_name)',
])('an index that allows one setting for a policy, or one policy for a setting, is refused: %s', async (create) => {
  await database.sql.unsafe(create)
  await expect(migrate(database.url)).rejects.toThrow(/"one_row_a_policy".*Remove it/s)
})

test('a constraint of the app in another order and under another name is enough', async () => {
  await database.sql.unsafe('alter table policy_settings add unique (setting_name, tenant_id, graph_policy_id)')
  await migrate(database.url)
  await upsert()
  expect(await database.sql`select to_regclass(${ours}) as built`).toEqual([{ built: null }])
})

test('an unusable index does not matter under our name where the app has a good one under another', async () => {
  await database.sql.unsafe(`create unique index good on policy_settings (${columns});
    create index ${ours} on policy_settings (policy_name)`)
  await migrate(database.url)
  await upsert()
  expect(await database.sql`select setting_value from policy_settings`).toEqual([{ setting_value: 'v2' }])
})

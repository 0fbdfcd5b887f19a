import { migrate } from '../../src/db/migrate'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ empty: true })))
afterEach(() => database.close())

async function appTableWith(...changes: string[]) {
  await createFilledAppTable(database.sql)
  await database.sql`truncate policy_settings`
  for (const change of changes) await database.sql.unsafe(`alter table policy_settings ${change}`)
}

const type = (column: string, name: string) => `alter column ${column} type ${name} using null::${name}`

test.each([
  ['setting_value', 'integer', /setting_value is integer \(needed: text\)/],
  ['setting_value', 'varchar(4000)', /setting_value is character varying\(4000\) \(needed: text\)/],
  ['tenant_id', 'uuid', /tenant_id is uuid \(needed: text or varchar\(36\)/],
  ['setting_name', 'varchar(255)', /setting_name is character varying\(255\) \(needed: text or varchar\(1000\)/],
  ['setting_name', 'char(1000)', /setting_name is character\(1000\)/],
  ['last_synced_at', 'date', /last_synced_at is date \(needed: timestamp\)/],
  ['last_synced_at', 'text', /last_synced_at is text/],
  ['id', 'uuid', /\bid is uuid/],
  ['id', 'varchar(25)', /\bid is character varying\(25\) \(needed: text or varchar\(36\)/],
  ['policy_type', 'text[]', /policy_type is ARRAY/],
])('%s as %s is refused before the first change', async (column, name, sentence) => {
  await appTableWith(type(column, name))
  await expect(migrate(database.url)).rejects.toThrow(sentence)
  expect(await database.sql`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
})

test('a column with a name of ours and another type is refused, and all such columns are named at once', async () => {
  await appTableWith('add column category integer', 'add column run_id text', type('policy_name', 'jsonb'))
  await expect(migrate(database.url)).rejects.toThrow(/category is integer.*policy_name is jsonb.*run_id is text/s)
})

test('an enum is refused by its name', async () => {
  await database.sql.unsafe(`create type kind as enum ('string')`)
  await appTableWith(type('setting_value_type', 'kind'))
  await expect(migrate(database.url)).rejects.toThrow(/setting_value_type is kind \(needed: text or varchar\(7\)/)
})

test('varchar that is wide enough, and times with a zone or without fractions, are accepted and can be written', async () => {
  await database.sql.unsafe('create domain label as varchar(255)')
  await appTableWith(
    ...['tenant_id', 'setting_value', 'category'].map((name) =>
      name === 'category' ? `add column ${name} varchar` : type(name, 'varchar'),
    ),
    type('id', 'varchar(36)'),
    type('graph_policy_id', 'varchar(64)'),
    type('policy_name', 'label'),
    type('policy_type', 'varchar(50)'),
    type('setting_name', 'varchar(1000)'),
    type('setting_value_type', 'varchar(20)'),
    type('last_synced_at', 'timestamptz(0)'),
    `alter column created_at drop default, ${type('created_at', 'timestamp(3)')}`,
  )
  await migrate(database.url)
  await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
    setting_value, setting_value_type, last_synced_at, category)
    values ('t', 'p', 'P', 'x', 'S', 'v', 'string', now() at time zone 'UTC', 'c')
    on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value`
  expect(await database.sql`select category from policy_settings`).toEqual([{ category: 'c' }])
})

test('a short id is accepted where the app has a default of its own for it', async () => {
  await appTableWith(type('id', 'varchar(25)'), `alter column id set default left(md5(random()::text), 25)`)
  await expect(migrate(database.url)).resolves.toBeUndefined()
})

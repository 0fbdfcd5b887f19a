import { migrate } from '../../src/db/migrate'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  await createFilledAppTable(database.sql)
})
afterEach(() => database.close())

test.each([
  [
    'a view',
    'alter table policy_settings rename to kept; create view policy_settings as select * from kept',
    /must be an ordinary table/,
  ],
  [
    'an index that has the name of ours',
    'create index policy_settings_text on policy_settings (id)',
    /other ones.*policy_settings_text/,
  ],
  ['a rule', 'create rule drop_all as on insert to policy_settings do instead nothing', /rules.*drop_all/],
  [
    'a column "source" that the app fills',
    `alter table policy_settings add source text; update policy_settings set source = 'imported'`,
    /column "source" with values.*imported.*Rename the column/,
  ],
  [
    'a generated column',
    `alter table policy_settings drop column setting_value;
     alter table policy_settings add setting_value text generated always as (setting_name) stored`,
    /generated columns.*setting_value/,
  ],
])('22: policy_settings with %s is refused before the first change', async (_what, change, sentence) => {
  await database.sql.unsafe(change)
  await expect(migrate(database.url)).rejects.toThrow(sentence)
  expect(await database.sql`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
})

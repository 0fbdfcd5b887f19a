import { createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest } from '../support/runs'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await admitTest(database)
  await database.sql`insert into schedules (tenant_id, operation, every_minutes) select external_id, 'test', 60 from tenants`
  await database.sql`insert into run_items (run_id, item_key, attempt, source, outcome) select id, 's/p', 1, 's', 'succeeded' from runs`
})
afterAll(() => database.close())

test.each([
  ['schedules', 'every_minutes = 0'],
  ['schedules', 'every_minutes = 527041'],
  ['runs', 'attempt = -1'],
  ['runs', 'failures = -1'],
  ['runs', `lane = 'fast'`],
  ['runs', `status = 'done'`],
  ['run_items', `outcome = 'lost'`],
  ['run_items', 'attempt = -1'],
  ['run_items', 'removed = -1'],
])('%s refuses %s', async (table, change) => {
  await expect(database.sql.unsafe(`update ${table} set ${change}`)).rejects.toMatchObject({ code: '23514' })
})

test.each([1, 527_040])('a schedule may run every %i minutes', async (minutes) => {
  await expect(database.sql`update schedules set every_minutes = ${minutes}`).resolves.toBeDefined()
})

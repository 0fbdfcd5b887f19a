import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { migrate } from '../../src/db/migrate'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let app: postgres.Sql
const login = `app_${randomUUID().replaceAll('-', '')}`
beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  await createFilledAppTable(database.sql)
  // an account of its own, which owns nothing of ours and is a member of none of our roles
  await database.sql.unsafe(`create role ${login} login password 'x'; grant all on policy_settings to ${login}`)
  const url = Object.assign(new URL(database.url), { username: login, password: 'x' }).href
  const { connection: _session, ...options } = connectionOptions(url)
  app = postgres(url, { ...options, max: 1 })
})
afterAll(async () => {
  await app.end()
  await database.sql.unsafe(`drop owned by ${login}; drop role ${login}`)
  await database.close()
})

/** What the existing app does with its table, by its own statements. */
async function useTable(id: string): Promise<Record<string, unknown>[]> {
  const write = (value: string) => app`
    insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value, setting_value_type, last_synced_at)
    values (${id}, 't1', ${id}, 'P', 'configurationPolicy', 'S', ${value}, 'string', now())
    on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value`
  await write('first')
  await write('second')
  await app`update policy_settings set policy_name = 'Renamed' where id = ${id}`
  const rows = await app`select id, policy_name, setting_value from policy_settings where tenant_id = 't1' order by id`
  await app`delete from policy_settings where id = ${id}`
  return [...rows]
}

const seen = (id: string) => [
  { id: 'cuid1', policy_name: 'P', setting_value: 'v' },
  { id, policy_name: 'Renamed', setting_value: 'second' },
]

test('the app reads and writes its rows as before, before and after each migration', async () => {
  expect(await useTable('d1')).toEqual(seen('d1'))
  for (const id of ['d2', 'd3']) {
    await migrate(database.url)
    expect(await useTable(id)).toEqual(seen(id))
  }
})

import { recreateDatabase } from '../../local/postgres/fresh'
import { migrate } from '../../src/db/migrate'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ empty: true })))
afterEach(() => database.close())

const appTable = () => createFilledAppTable(database.sql)

/** Sends the upsert of the app's ORM. */
const appUpsert = (id: string, value: string) => database.sql`
  insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
    setting_value_type, last_synced_at)
  values (${id}, 't1', 'p1', 'P', 'configurationPolicy', 'S', ${value}, 'string', now())
  on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value,
    last_synced_at = excluded.last_synced_at`

test('an empty database can be migrated, and migrated again', async () => {
  await migrate(database.url)
  await migrate(database.url)
  expect(await database.sql`select 1 from runs`).toHaveLength(0)
})

test('two deployments that migrate at once wait for each other', async () => {
  await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
  expect(await database.sql`select 1 from tenantpilot.migrations`).not.toHaveLength(0)
})

test('the app’s own table keeps its rows, and the app’s statements still work', async () => {
  await appTable()
  await migrate(database.url)
  expect(await database.sql`select id, setting_value, source, setting_path from policy_settings`).toEqual([
    { id: 'cuid1', setting_value: 'v', source: null, setting_path: null },
  ])
  await appUpsert('cuid2', 'v2')
  expect(await database.sql`select id, setting_value from policy_settings`).toEqual([
    { id: 'cuid1', setting_value: 'v2' },
  ])
  await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
    setting_value, setting_value_type, last_synced_at) values ('t1', 'p2', 'P', 'x', 'S', 'v', 'string', now())`
  expect(await database.sql`select 1 from policy_settings where id is not null`).toHaveLength(2)
})

test('a default that the app has set for its id is kept', async () => {
  await appTable()
  await database.sql`alter table policy_settings alter column id set default 'app-made'`
  await migrate(database.url)
  const [column] = await database.sql`select column_default from information_schema.columns
    where table_name = 'policy_settings' and column_name = 'id'`
  expect(column!.column_default).toContain('app-made')
})

test('a missing unique constraint is added', async () => {
  await appTable()
  await database.sql`alter table policy_settings drop constraint policy_settings_upsert_unique`
  await migrate(database.url)
  await appUpsert('cuid2', 'v2')
  expect(await database.sql`select 1 from policy_settings`).toHaveLength(1)
})

test('an unknown required column without a default stops the migration before the first change', async () => {
  await appTable()
  await database.sql`alter table policy_settings add column owner_id text not null default 'x'`
  await database.sql`alter table policy_settings alter column owner_id drop default`
  await expect(migrate(database.url)).rejects.toThrow(/owner_id.*Give each a default/s)
  expect(await database.sql`select 1 from information_schema.tables where table_name = 'runs'`).toHaveLength(0)
})

test('a schema of another app with our name stops the migration', async () => {
  await database.sql.unsafe('create schema tenantpilot; create table tenantpilot.tenants (id text)')
  await expect(migrate(database.url)).rejects.toThrow(/not ours: tenants/)
})

test('recreating works with and without an existing database, and seeds a tenant whose public id is not its Entra id', async () => {
  const url = new URL(database.url)
  url.pathname = `${url.pathname}_fresh`
  await recreateDatabase(url.href)
  const seeded = await recreateDatabase(url.href)
  expect(seeded.externalId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(seeded.externalId).not.toBe(seeded.entraTenantId)
  await database.sql.unsafe(`drop database ${url.pathname.slice(1)} with (force)`)
})

test('recreating refuses a database that is not on this machine', async () => {
  await expect(recreateDatabase('postgres://u:p@db.example.com/x')).rejects.toThrow(/only works on this machine/)
})

test('without the right to create extensions the migration says what to do, before the first change', async () => {
  const guest = new URL(database.url).pathname.replace('/test', 'guest')
  await database.sql.unsafe(`create role ${guest} login password 'guest'`)
  const url = new URL(database.url)
  url.username = guest
  url.password = 'guest'
  await expect(migrate(url.href)).rejects.toThrow(/pg_trgm is needed.*permission denied.*azure.extensions/s)
  await database.sql.unsafe(`drop role ${guest}`)
})

test('extensions in another schema are found', async () => {
  await appTable()
  await database.sql.unsafe('create schema elsewhere; create extension pg_trgm schema elsewhere')
  await migrate(database.url)
  expect(await database.sql`select 1 from pg_indexes where indexname = 'policy_settings_text'`).toHaveLength(1)
})

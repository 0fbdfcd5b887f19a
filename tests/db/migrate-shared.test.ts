import { migrate } from '../../src/db/migrate'
import { openDatabase } from '../../src/db/database'
import { seed } from '../../local/postgres/fresh'
import { createFilledAppTable } from '../support/app-table'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { until } from '../support/until'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ empty: true })))
afterEach(() => database.close())

const settingsIndexes = () => database.sql`
  select c.relname as name, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = to_regclass('policy_settings') order by 1`

test('22: tables of the app that are named like ours, and the journal of its own drizzle, stay apart from ours', async () => {
  await database.sql.unsafe(`
    create table public.tenants (id text); insert into public.tenants values ('the app’s');
    create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('the app’s', 9999999999999)`)
  await migrate(database.url)
  expect(await database.sql`select id from public.tenants`).toEqual([{ id: 'the app’s' }])
  expect(await database.sql`select external_id from tenantpilot.tenants`).toEqual([])
  expect(await database.sql`select hash from drizzle.__drizzle_migrations`).toEqual([{ hash: 'the app’s' }])
  expect(await database.sql`select 1 from tenantpilot.migrations`).not.toHaveLength(0)
})

test('22: what is missing after a migration is named', async () => {
  await migrate(database.url)
  await database.sql.unsafe('drop index tenantpilot.runs_active; alter table tenantpilot.runs drop column requested_by')
  await expect(migrate(database.url)).rejects.toThrow(/runs\.requested_by.*runs_active/)
})

test('22: the table of the app may be in a schema of its own', async () => {
  await database.sql`create schema app`
  await createFilledAppTable(database.sql, 'app')
  await migrate(database.url, { settingsSchema: 'app' })
  const { db, close } = openDatabase(database.url, { settingsSchema: 'app' })
  await seed(db, '11111111-2222-4333-8444-555555555555')
  expect(await db.execute(`select source from policy_settings`)).toEqual([{ source: null }])
  expect(await database.sql`select to_regclass('public.policy_settings') as other`).toEqual([{ other: null }])
  await close()
})

test('22: a schema for policy_settings that does not exist is told, and nothing is changed', async () => {
  await expect(migrate(database.url, { settingsSchema: 'ap' })).rejects.toThrow(/"ap".*POLICY_SETTINGS_SCHEMA/)
  expect(await database.sql`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
})

test('22: an index on the table of the app that is missing or invalid is built again', async () => {
  await createFilledAppTable(database.sql)
  await migrate(database.url)
  await database.sql`drop index policy_settings_changed`
  await database.sql`update pg_index set indisvalid = false where indexrelid = 'policy_settings_text'::regclass`
  await migrate(database.url)
  const indexes = await settingsIndexes()
  expect(indexes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['policy_settings_changed', 'policy_settings_text']),
  )
  expect(indexes.filter(({ valid }) => !valid)).toEqual([])
})

/** Migrates, drops an index, and begins a write that its build will wait for. Returns the session of the write. */
async function writeWhereAnIndexIsMissing() {
  await createFilledAppTable(database.sql)
  await migrate(database.url)
  await database.sql`drop index policy_settings_text`
  const writer = await database.sql.reserve()
  await writer`begin`
  await writer`update policy_settings set setting_value = 'w'`
  return writer
}

test('22: an index on the table of the app is built beside its readers and writers, with no lock above SHARE UPDATE EXCLUSIVE', async () => {
  const writer = await writeWhereAnIndexIsMissing()
  const migrated = migrate(database.url)
  const locks = () => database.sql`
    select distinct l.mode, l.granted from pg_locks l join pg_stat_activity a using (pid)
    where a.application_name = 'tenantpilot-migrate' and l.relation = 'policy_settings'::regclass`
  await until('the build waits for the writer', async () => (await waitingMigration()).length > 0)
  expect(await locks()).toEqual([{ mode: 'ShareUpdateExclusiveLock', granted: true }])
  expect(await database.sql`select setting_value from policy_settings`).toEqual([{ setting_value: 'v' }])
  await writer`commit`
  writer.release()
  await migrated
})

const waitingMigration = () => database.sql`
  select pid from pg_stat_activity where application_name = 'tenantpilot-migrate' and wait_event_type = 'Lock'`

test('22: an index whose build was broken off is dropped and built by the next migration', async () => {
  const writer = await writeWhereAnIndexIsMissing()
  const brokenOff = migrate(database.url).then(
    () => null,
    (error: Error) => error.message,
  )
  await until('the build waits for the writer, and is broken off', async () => {
    const ended = await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and application_name = 'tenantpilot-migrate' and wait_event_type = 'Lock' and query like 'create%'`
    return ended.length > 0
  })
  await until('its session has ended', async () => (await migrationSessions()).length === 0)
  await writer`commit`
  writer.release()
  // never settling would end the command with exit code 0
  expect(await brokenOff).toMatch(/./)
  const left = { name: 'policy_settings_text', valid: false }
  expect(await settingsIndexes()).toContainEqual(left)
  await migrate(database.url)
  const indexes = await settingsIndexes()
  expect(indexes).toContainEqual({ ...left, valid: true })
  expect(indexes.filter(({ valid }) => !valid)).toEqual([])
})

const migrationSessions = () => database.sql`
  select 1 from pg_stat_activity where datname = current_database() and application_name = 'tenantpilot-migrate'`

test('22: a lock that the app does not give is asked for shortly, again and again, and readers pass in between', async () => {
  await createFilledAppTable(database.sql)
  const holder = await database.sql.reserve()
  await holder`begin`
  await holder`select * from policy_settings`
  const waits: string[] = []
  const migrated = migrate(database.url, { onWait: (why) => void waits.push(why), pauseMs: 1 })
  await until('the lock was given up twice', () => waits.length > 1)
  expect(waits[0]).toMatch(/policy_settings/)
  expect(await database.sql`select setting_value from policy_settings`).toHaveLength(1)
  await holder`commit`
  holder.release()
  await migrated
  expect((await settingsIndexes()).map(({ name }) => name)).toContain('policy_settings_text')
})

test('22: deployments at once take turns, and a concurrent index does not wait for them', async () => {
  await createFilledAppTable(database.sql)
  const waits: string[] = []
  const options = { onWait: (why: string) => void waits.push(why), pauseMs: 1 }
  await Promise.all([1, 2, 3].map(() => migrate(database.url, options)))
  expect(waits.join()).toMatch(/another migration/i)
  expect((await settingsIndexes()).filter(({ valid }) => !valid)).toEqual([])
})

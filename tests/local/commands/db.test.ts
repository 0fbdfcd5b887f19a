import postgres from 'postgres'
import { connectionOptions } from '../../../src/db/connection'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { runCli } from '../../support/cli'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

async function run(...args: string[]) {
  const cli = runCli(args)
  const code = await cli.exited
  cli.dispose()
  return { code, said: cli.lines.join('\n'), errors: cli.errors }
}

/** The database was dropped meanwhile: a new connection. */
async function tableExists(name: string): Promise<boolean> {
  const sql = postgres(database.url, { ...connectionOptions(database.url), max: 1 })
  const [row] = await sql`select to_regclass(${name}) is not null as found`
  await sql.end()
  return row!.found as boolean
}

test('23: db:fresh drops a database with tables that are not ours only with --yes', async () => {
  await database.sql.unsafe('create schema shop; create table shop.orders (id int)')
  const refused = await run('db:fresh', '--url', database.url)
  expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/shop\.orders.*--yes/)] })
  expect(await tableExists('shop.orders')).toBe(true)
  expect(await run('db:fresh', '--url', database.url, '--yes')).toMatchObject({ code: 0 })
  expect(await tableExists('shop.orders')).toBe(false)
})

test('23: db:fresh asks nothing of a database that is only ours', async () => {
  expect(await run('db:fresh', '--url', database.url)).toMatchObject({ code: 0 })
})

test('23: the app’s policy_settings alone, before any migration, is not ours', async () => {
  await database.sql.unsafe('drop schema tenantpilot cascade')
  const refused = await run('db:fresh', '--url', database.url)
  expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/public\.policy_settings/)] })
})

test('db:fresh asks before it drops rows of the app in policy_settings, and names their number', async () => {
  for (const policy of ['old1', 'old2'])
    await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at) values ('t', ${policy}, 'P', 'x', 'S', 'v', 'string', now())`
  const refused = await run('db:fresh', '--url', database.url)
  expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/policy_settings holds 2 rows .*--yes/)] })
  expect(await database.sql`select 1 from policy_settings`).toHaveLength(2)
  expect(await run('db:fresh', '--url', database.url, '--yes')).toMatchObject({ code: 0 })
})

test('db:fresh counts such rows in whichever schema they are, and not rows of ours', async () => {
  await database.sql.unsafe(`create schema app; alter table policy_settings set schema app;
    insert into app.policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
      setting_value_type, last_synced_at, source) values ('t', 'p1', 'P', 'x', 'S', 'v', 'string', now(), 'ours')`)
  expect(await run('db:fresh', '--url', database.url)).toMatchObject({ code: 0 })
  const fresh = postgres(database.url, { ...connectionOptions(database.url), max: 1 })
  await fresh.unsafe('create schema app; alter table policy_settings set schema app')
  await fresh`insert into app.policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
    setting_value, setting_value_type, last_synced_at) values ('t', 'p1', 'P', 'x', 'S', 'v', 'string', now())`
  await fresh.end()
  const refused = await run('db:fresh', '--url', database.url)
  expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/app\.policy_settings holds 1 row /)] })
})

test('db:fresh says which database it made anew, without the password', async () => {
  const { said } = await run('db:fresh', '--url', database.url)
  const { host, pathname, password } = new URL(database.url)
  expect(said).toContain(`${host}${pathname}`)
  expect(said).not.toContain(`:${password}@`)
})

const changed = (change: (url: URL) => void) => {
  const url = new URL(database.url)
  change(url)
  return url.href
}

test.each([
  [
    'a wrong password',
    (url: URL) => void (url.password = 'hunter2'),
    /^The password of the user "tenantpilot" is wrong\.$/,
  ],
  [
    'no such database',
    (url: URL) => void (url.pathname = '/nowhere'),
    /^There is no database "nowhere" on this server/,
  ],
  ['nobody there', (url: URL) => void (url.port = '1'), /^No PostgreSQL answers at 127\.0\.0\.1:1/],
])('23: db:migrate says in one sentence what is wrong: %s', async (_what, change, sentence) => {
  const { code, errors } = await run('db:migrate', '--url', changed(change))
  expect({ code, errors }).toEqual({ code: 1, errors: [expect.stringMatching(sentence)] })
  expect(errors.join()).not.toContain('hunter2')
})

test('23: db:migrate migrates to the schema that is asked for', async () => {
  await database.sql`create schema app`
  expect(await run('db:migrate', '--url', database.url, '--settings-schema', 'app')).toMatchObject({ code: 0 })
  expect(await tableExists('app.policy_settings')).toBe(true)
})

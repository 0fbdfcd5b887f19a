import { type AddressInfo, createServer } from 'node:net'
import { bootstrapDatabase } from '../../../src/db/bootstrap/bootstrap'
import { freePort } from '../../../local/ports'
import { createFilledAppTable } from '../../support/app-table'
import { runCli } from '../../support/cli'
import { as, type AzureServer, open, startAzureServer } from '../../db/bootstrap/azure-server'
import { rightsOf } from '../../db/bootstrap/rights'

let server: AzureServer
beforeAll(async () => void (server = await startAzureServer()))
afterAll(() => server.stop())

interface Told {
  checks: { name: string; state: string; says: string; remedy: string | null }[]
}

async function preflight(url: string, ...args: string[]) {
  const cli = runCli(['db:preflight', '--url', url, '--connections', '24', ...args])
  const code = await cli.exited
  cli.dispose()
  return { code, text: cli.lines.join('\n'), errors: cli.errors }
}

const states = (text: string) =>
  Object.fromEntries((JSON.parse(text) as Told).checks.map(({ name, state }) => [name, state]))

test('a server that will do: all is well, nothing is changed, and then it can be bootstrapped', async () => {
  const url = await server.createDatabase('well')
  const root = server.at('well')
  await root.unsafe(`alter database well set "azure.extensions" = 'pg_trgm,btree_gin'`)
  const before = await rightsOf(root)
  const { code, text, errors } = await preflight(url)
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
  expect(text.split('\n')).toHaveLength(11)
  expect(await rightsOf(root)).toEqual(before)
  await root.end()
  await bootstrapDatabase(
    url,
    { settingsSchema: 'public', migrator: { name: 'm' }, apps: [], takeSettings: false },
    () => {},
  )
  expect(await preflight(url)).toMatchObject({ code: 0 })
})

test('all that is missing is told at once', async () => {
  const url = await server.createDatabase('lacking')
  const root = server.at('lacking')
  await root.unsafe(`alter database lacking set "azure.extensions" = 'pg_trgm'; alter database lacking connection limit 20;
    create role "their owner" nologin; create role plain login password 'right'`)
  await createFilledAppTable(root)
  await root.unsafe(`alter table policy_settings owner to "their owner"; alter table policy_settings add column need text not null default '';
    alter table policy_settings alter column need drop default; grant select on policy_settings to azure_pg_admin`)
  const { code, text } = await preflight(url, '--json')
  expect(code).toBe(1)
  expect(states(text)).toEqual({
    connection: 'ok',
    pooler: 'ok',
    TLS: 'ok',
    version: 'ok',
    Entra: 'ok',
    extensions: 'failed',
    connections: 'failed',
    clock: 'ok',
    administrator: 'ok',
    tables: 'failed',
    'owner of policy_settings': 'failed',
  })
  expect(text).toContain('grant \\"their owner\\" to \\"TenantPilot admins-1\\" with admin option')
  expect(text).toContain('need')
  const plain = states((await preflight(as(url, 'plain'), '--json')).text)
  expect(plain).toMatchObject({ administrator: 'not checked', tables: 'not checked' })
  await root.end()
})

test('where nothing answers the rest cannot be told', async () => {
  const url = `postgres://u:secret@127.0.0.1:${await freePort()}/d`
  const { code, text } = await preflight(url, '--json')
  expect(code).toBe(1)
  expect(Object.values(states(text))).toEqual(['failed', ...Array.from({ length: 10 }, () => 'not checked')])
  expect(text).not.toContain('secret')
})

test('a database that is missing and a password that is wrong have a remedy of their own', async () => {
  const wrongPassword = new URL(as(await server.createDatabase('entered'), 'entrant'))
  const root = server.at('entered')
  await root.unsafe(`create role entrant login password 'right'`)
  await root.end()
  wrongPassword.password = 'wrong'
  const missing = new URL(server.url)
  missing.pathname = '/missing'
  const remedyOf = async (url: string) => (JSON.parse((await preflight(url, '--json')).text) as Told).checks[0]!.remedy
  expect(await remedyOf(missing.href)).toMatch(/^create database "missing"/)
  expect(await remedyOf(wrongPassword.href)).toMatch(/\\password entrant/)
})

test('a server that closes each connection is told in a sentence, soon', async () => {
  const closing = createServer((socket) => void socket.on('error', () => {}).once('data', () => socket.end()))
  await new Promise<void>((resolve) => void closing.listen(0, '127.0.0.1', resolve))
  const { port } = closing.address() as AddressInfo
  const { code, text } = await preflight(`postgres://u:secret@127.0.0.1:${port}/d`)
  closing.close()
  expect(code).toBe(1)
  expect(text).toContain(`Each connection to 127.0.0.1:${port} is closed before PostgreSQL answers`)
})

test('where bootstrapping cannot work, that is told: roles of another administrator, and one that may too much', async () => {
  const url = await server.createDatabase('of-another')
  const root = server.at('of-another')
  await root.unsafe(`create role "second admin" login password 'right' createrole in role azure_pg_admin`)
  const second = () => preflight(as(url, 'second admin'), '--json')
  await bootstrapDatabase(
    url,
    { settingsSchema: 'public', migrator: { name: 'm' }, apps: [], takeSettings: false },
    () => {},
  )
  expect(states((await second()).text)).toMatchObject({ administrator: 'failed' })
  await root.unsafe(
    'grant tenantpilot_owner, tenantpilot_api, tenantpilot_ops, tenantpilot_worker to "second admin" with admin option',
  )
  expect(states((await second()).text)).toMatchObject({ administrator: 'ok' })
  await root.unsafe('alter role tenantpilot_worker bypassrls')
  expect(states((await second()).text)).toMatchObject({ administrator: 'failed' })
  await root.unsafe('alter role tenantpilot_worker nobypassrls')
  await root.end()
})

test('a pooler that drops what a session starts with is found', async () => {
  const url = await server.createDatabase('pooled')
  const root = server.at('pooled')
  const sql = open(url)
  expect(await sql`show search_path`).toHaveLength(1)
  await sql.end()
  // as a pooler does: the session has another setting than it asked for
  await root.unsafe(`create function public.reset_all() returns event_trigger language plpgsql as
    $$ begin perform set_config('default_transaction_read_only', 'off', false); end $$;
    create event trigger pooler on login execute function public.reset_all(); alter event trigger pooler enable always`)
  expect(states((await preflight(url, '--json')).text)).toMatchObject({ connection: 'ok', pooler: 'failed' })
  await root.end()
})

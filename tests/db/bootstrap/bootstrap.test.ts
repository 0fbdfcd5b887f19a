import { randomUUID } from 'node:crypto'
import { bootstrapTenant, bootstrapWorkspace } from '../../../src/access/bootstrap'
import { createEnter } from '../../../src/access/enter'
import { bootstrapDatabase } from '../../../src/db/bootstrap/bootstrap'
import type { Wanted } from '../../../src/db/bootstrap/steps'
import { openDatabase } from '../../../src/db/database'
import { migrate } from '../../../src/db/migrate'
import { createFilledAppTable } from '../../support/app-table'
import { administrator, as, type AzureServer, givePasswords, open, startAzureServer } from './azure-server'
import { rightsOf } from './rights'

// A server of its own: roles belong to the whole server, and its administrator is no superuser.
let server: AzureServer
let wanted: Wanted
const [migrator, api, worker] = ['tenantpilot-migrator-dev', 'tenantpilot-api-dev', 'tenantpilot "worker"-dev']
beforeAll(async () => {
  server = await startAzureServer()
  const [m, a, w] = [await server.identity(), await server.identity(), await server.identity()]
  wanted = {
    settingsSchema: 'public',
    migrator: { name: migrator, objectId: m, connections: 5 },
    apps: [
      { app: 'api', name: api, objectId: a, connections: 7 },
      { app: 'worker', name: worker, objectId: w, connections: 9 },
    ],
    takeSettings: false,
  }
})
afterAll(() => server.stop())

async function bootstrap(url: string, changed: Partial<Wanted> = {}): Promise<string[]> {
  const lines: string[] = []
  await bootstrapDatabase(url, { ...wanted, ...changed }, (line) => void lines.push(line))
  await givePasswords(server.root, migrator, api, worker)
  return lines
}

/** Runs statements as a login, perhaps in a role, and gives back what came of each: nothing, or the code of its failure. */
async function attempts(url: string, role: string | undefined, statements: readonly string[]): Promise<unknown[]> {
  const sql = open(url, role)
  const tried: unknown[] = []
  for (const statement of statements)
    tried.push(
      await sql.unsafe(statement).then(
        () => null,
        (error: { code: string }) => error.code,
      ),
    )
  await sql.end()
  return tried
}

test('from nothing: an administrator bootstraps, the migrator migrates, and each app works with its own login', async () => {
  const url = await server.createDatabase('from-nothing')
  await bootstrap(url)
  await migrate(as(url, migrator))
  const owner = { tid: randomUUID(), oid: randomUUID() }
  const asMigrator = openDatabase(as(url, migrator))
  await bootstrapWorkspace(asMigrator.db, { workspace: 'W', owner, homeTenants: [] })
  const tenantId = await bootstrapTenant(asMigrator.db, {
    workspace: 'W',
    entraTenantId: randomUUID(),
    name: 'Contoso',
  })
  await asMigrator.close()
  const asApi = openDatabase(as(url, api), { role: 'api' })
  const caller = { kind: 'person', ...owner, appRoles: [], actingFor: null } as const
  const seen = await createEnter(asApi.db)({ caller, capability: 'runs.read' }, { tenantKey: tenantId }, async (tx) =>
    tx.execute(
      'select display_name as name from tenants union all select count(*)::text from tenantpilot.readable_settings',
    ),
  )
  expect(seen).toEqual([{ name: 'Contoso' }, { name: '0' }])
  await asApi.close()
  const write = `insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value, setting_value_type, last_synced_at)
    values ('t', 'p', 'P', 'x', 'S', 'v', 'string', now())`
  expect(await attempts(as(url, worker), 'tenantpilot_worker', [write, 'delete from policy_settings'])).toEqual([
    null,
    null,
  ])
})

test('and none can do more', async () => {
  const url = await server.createDatabase('no-more')
  await bootstrap(url)
  await migrate(as(url, migrator))
  const forbidden = [
    'select from policy_settings',
    'select from tenantpilot.runs',
    'create table public.mine (id int)',
    'create schema mine',
    'create extension hstore',
    'create role mine',
    'alter table policy_settings add column mine int',
    'set role tenantpilot_owner',
    `set role azure_pg_admin`,
  ]
  const nothing = forbidden.map(() => '42501')
  expect(await attempts(as(url, api), undefined, [...forbidden, 'set role tenantpilot_worker'])).toEqual([
    ...nothing,
    '42501',
  ])
  expect(await attempts(as(url, worker), undefined, [...forbidden, 'set role tenantpilot_api'])).toEqual([
    ...nothing,
    '42501',
  ])
  const ofMigrator = [
    'create role mine',
    'set role tenantpilot_api',
    'set role tenantpilot_worker',
    'set role azure_pg_admin',
  ]
  expect(await attempts(as(url, migrator), undefined, ofMigrator)).toEqual(ofMigrator.map(() => '42501'))
  // what comes later is closed as well
  await attempts(as(url, migrator), 'tenantpilot_owner', [
    'create function tenantpilot.later() returns int language sql as $$ select 1 $$; create table tenantpilot.later (id int)',
  ])
  const later = ['select tenantpilot.later()', 'select from tenantpilot.later']
  expect(await attempts(as(url, api), 'tenantpilot_api', later)).toEqual(['42501', '42501'])
})

test('a second bootstrap and a second migration change nothing', async () => {
  const url = await server.createDatabase('twice')
  expect((await bootstrap(url)).filter((line) => line.startsWith('made'))).not.toEqual([])
  await migrate(as(url, migrator))
  const sql = server.at('twice')
  const before = await rightsOf(sql)
  expect((await bootstrap(url)).filter((line) => !line.startsWith('stood'))).toEqual([])
  await migrate(as(url, migrator))
  expect(await rightsOf(sql)).toEqual(before)
  await sql.end()
})

test('the app’s table of another owner stays his: the migrator acts as him, the apps do not', async () => {
  const url = await server.createDatabase('existing')
  const admin = open(url)
  await admin.unsafe(`create role "app-owner" login password 'right'; grant "app-owner" to current_user;
    grant usage, create on schema public to "app-owner"`)
  await admin.end()
  const appOwner = open(as(url, 'app-owner'))
  await createFilledAppTable(appOwner)
  await bootstrap(url)
  await migrate(as(url, migrator))
  await migrate(as(url, migrator))
  const owner = `select pg_get_userbyid(relowner)::text as name from pg_class where relname = `
  expect(
    await appOwner.unsafe(`${owner}'policy_settings' union all ${owner}'runs' union all ${owner}'readable_settings'`),
  ).toEqual([{ name: 'app-owner' }, { name: 'tenantpilot_owner' }, { name: 'tenantpilot_owner' }])
  expect(await appOwner`select setting_value, source from policy_settings`).toEqual([
    { setting_value: 'v', source: null },
  ])
  await appOwner.end()
  const asTheirs = ['set role "app-owner"', 'select from policy_settings']
  for (const login of [api, worker])
    expect(await attempts(as(url, login), undefined, asTheirs)).toEqual(['42501', '42501'])
  expect(await attempts(as(url, worker), 'tenantpilot_worker', ['select from policy_settings'])).toEqual([null])
})

test('the table of an administrator is taken only when that is asked for, and he keeps his rights', async () => {
  const url = await server.createDatabase('administrators')
  const admin = open(url)
  await createFilledAppTable(admin)
  await expect(bootstrap(url)).rejects.toThrow(
    /belongs to "TenantPilot admins-1", who has rights.*--take-settings-table/,
  )
  await bootstrap(url, { takeSettings: true })
  await migrate(as(url, migrator))
  await admin.unsafe(
    'alter table policy_settings add column noted text; update policy_settings set noted = setting_value',
  )
  expect(await admin`select noted, source from policy_settings`).toEqual([{ noted: 'v', source: null }])
  expect((await bootstrap(url)).filter((line) => !line.startsWith('stood'))).toEqual([])
  await admin.end()
})

test('a database that the administrator has migrated changes hands at once: the API sees its rows before and after the next migration', async () => {
  const url = await server.createDatabase('changed-over')
  await migrate(url)
  const first = openDatabase(url)
  const owner = { tid: randomUUID(), oid: randomUUID() }
  await bootstrapWorkspace(first.db, { workspace: 'W', owner, homeTenants: [] })
  await first.close()
  await bootstrap(url, { takeSettings: true })
  const asApi = openDatabase(as(url, api), { role: 'api' })
  const caller = { kind: 'person', ...owner, appRoles: [], actingFor: null } as const
  const names = () =>
    createEnter(asApi.db)({ caller, capability: 'runs.read' }, {}, async (_tx, { places }) =>
      places.map((place) => place.workspaceName),
    )
  expect(await names()).toEqual(['W'])
  // either may migrate now, as the same owner
  for (const login of [migrator, administrator, migrator]) {
    await migrate(as(url, login))
    expect(await names()).toEqual(['W'])
  }
  await asApi.close()
  const sql = server.at('changed-over')
  expect(
    await sql`select distinct pg_get_userbyid(relowner)::text as owner from pg_class where relnamespace = 'tenantpilot'::regnamespace
      union select pg_get_userbyid(proowner)::text from pg_proc where pronamespace = 'tenantpilot'::regnamespace`,
  ).toEqual([{ owner: 'tenantpilot_owner' }])
  await sql.end()
})

test('whoever is no member of the owner is told so, before the first change', async () => {
  const url = await server.createDatabase('stranger')
  await bootstrap(url)
  await expect(migrate(as(url, api))).rejects.toThrow(
    /belongs to "tenantpilot_owner", and "tenantpilot-api-dev" may not act as it/,
  )
})

test('an app that was both and becomes one loses the other’s role', async () => {
  const url = await server.createDatabase('split')
  const both = { ...wanted.apps[1]!, app: 'all' } as const
  await bootstrap(url, { apps: [both] })
  expect(await attempts(as(url, worker), 'tenantpilot_api', ['select 1'])).toEqual([null])
  await bootstrap(url)
  expect(await attempts(as(url, worker), 'tenantpilot_api', ['select 1'])).toEqual(['42501'])
})

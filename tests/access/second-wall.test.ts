import { getTableName, sql } from 'drizzle-orm'
import postgres from 'postgres'
import { migrate } from '../../src/db/migrate'
import { writePolicy } from '../../src/intune/store/write-policy'
import { connectionOptions } from '../../src/db/connection'
import { type Database, openDatabase } from '../../src/db/database'
import { accessStatements } from '../../src/db/access/bring-access'
import { rulesMark, rulesVersion, tableRules } from '../../src/db/access/rules'
import { ourTables } from '../../src/db/tables'
import { callerNamed } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { unit } from '../support/harness'
import { admitTest, claimRun } from '../support/runs'
import { seed, type SeededTenant } from '../../local/postgres/fresh'
import { createHash, randomUUID } from 'node:crypto'

let database: TestDatabase
let api: Database
let foreign: SeededTenant
beforeAll(async () => {
  database = await createTestDatabase()
  api = openDatabase(database.url, { poolSize: 1, role: 'api' })
  foreign = await seed(database.db, randomUUID())
  await database.sql`delete from grants where workspace_id = ${foreign.workspaceId}`
  for (const { externalId: tenantId, workspaceId, appKey } of [database.tenant, foreign]) {
    const run = await claimRun(database, (await admitTest(database, { tenantId, workspaceId })).runId)
    await writePolicy(database.db, { runId: run.id, attempt: run.attempt, appKey }, unit('p', appKey))
  }
})
afterAll(async () => {
  await api.close()
  await database.close()
})

/** What the tables of tenants show inside an entrance: by table, the tenants and workspaces that occur. */
const tables = Object.entries(tableRules).filter(([, { rows, privileges }]) => rows && privileges.api)

const entry = { caller: callerNamed('owner'), capability: 'runs.read' } as const

/** Counts the rows that a request sees of a table. */
const counted = (table: string) => sql.raw(`select count(*)::int as n from ${table}`)

test('every table of ours has a rule, and every one with a rule for rows has forced row-level security', async () => {
  const expected = [...ourTables.map(getTableName), 'migrations'].toSorted()
  expect(Object.keys(tableRules).toSorted()).toEqual(expected)
  const rows = await database.sql`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
    from pg_class c where c.relnamespace = 'tenantpilot'::regnamespace and c.relkind = 'r'`
  const secured = rows.filter(({ forced }) => forced).map(({ name }) => String(name))
  expect(secured.toSorted()).toEqual(
    Object.keys(tableRules)
      .filter((name) => tableRules[name]!.rows)
      .toSorted(),
  )
  for (const { forced, policies } of rows) expect(policies.includes('api_readable')).toBe(forced)
  const withTenant = await database.sql`select table_name as name from information_schema.columns
    where table_schema = 'tenantpilot' and column_name in ('tenant_id', 'workspace_id') and table_name <> 'readable_settings'`
  expect(withTenant.filter(({ name }) => !secured.includes(String(name)))).toEqual([])
})

test.each(tables.map(([name]) => name))('before a request has entered, %s shows nothing', async (table) => {
  const [row] = await api.db.execute(counted(table))
  expect(row).toEqual({ n: 0 })
})

test.each(['runs', 'policies', 'tenants', 'run_events', 'readable_settings', 'policy_assignments'])(
  'with the check in code taken out, %s shows rows of the entered tenant alone',
  async (table) => {
    const total = await database.sql.unsafe(
      `select count(*)::int as n from ${table.replace('readable_settings', 'policy_settings')}`,
    )
    const seen = await database.enter(entry, { tenantKey: database.tenant.externalId }, async (tx) => {
      const [row] = await tx.execute(counted(table))
      return Number(row!.n)
    })
    expect(seen).toBe(Number(total[0]!.n) / 2)
  },
)

test('what one request entered, the next one on the same connection does not see', async () => {
  await database.enter(entry, { tenantKey: database.tenant.externalId }, async (tx) => {
    const [row] = await tx.execute(counted('runs'))
    expect(row).toEqual({ n: 1 })
  })
  const nobody = { caller: { ...callerNamed('owner'), oid: randomUUID() }, capability: 'runs.read' } as const
  await expect(database.enter(nobody, {}, async () => 'in')).rejects.toMatchObject({ code: 'access.denied' })
})

test('a row for a tenant that was not entered cannot be written', async () => {
  const insert = database.enter(entry, { tenantKey: database.tenant.externalId }, (tx) =>
    tx.execute(sql`insert into runs (workspace_id, tenant_id, operation, lane, identity)
      values (${foreign.workspaceId}, ${foreign.externalId}, 'policy.sync', 'sync', 'x')`),
  )
  await expect(insert).rejects.toMatchObject({ cause: { code: '42501' } })
  const moved = database.enter(entry, { tenantKey: database.tenant.externalId }, (tx) =>
    tx.execute(sql`update runs set tenant_id = ${foreign.externalId}, workspace_id = ${foreign.workspaceId}`),
  )
  await expect(moved).rejects.toMatchObject({ cause: { code: '42501' } })
})

const statements: Record<string, string> = {
  'the exact JSON of policies': 'select raw from policies',
  'a policy’s content': 'update policies set name = name',
  'the table of settings past the view': 'select 1 from policy_settings',
  'settings through the view': 'delete from readable_settings',
  definitions: 'select 1 from setting_definitions',
  'the audit log': 'update audit_events set action = action',
  'other roles': 'set role tenantpilot_worker',
}

test.each(Object.entries(statements))('the API has no right to %s', async (_what, statement) => {
  const url = new URL(database.url)
  const login = `api_${database.tenant.externalId.slice(0, 8)}`
  await database.sql.unsafe(`do $$ begin create role ${login} login password 'x' in role tenantpilot_api;
    exception when duplicate_object then null; end $$`)
  Object.assign(url, { username: login, password: 'x' })
  const asLogin = postgres(url.href, { ...connectionOptions(url.href), max: 1 })
  await expect(asLogin.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  await asLogin.end()
  await database.sql.unsafe(`drop owned by ${login}; drop role ${login}`)
})

test.each(['policies', 'policy_settings', 'policy_assignments', 'setting_definitions', 'grants'])(
  'the role of operations does not read %s',
  async (table) => {
    const ops = openDatabase(database.url, { poolSize: 1, role: 'ops' })
    await expect(ops.db.execute(counted(table))).rejects.toMatchObject({ cause: { code: '42501' } })
    await ops.close()
  },
)

test('a session that lost the role of the API cannot enter', async () => {
  const asOwner = openDatabase(database.url, { poolSize: 1 })
  const { tid, oid } = callerNamed('owner')
  const entered = asOwner.db.execute(sql`select * from enter_request(${tid}, ${oid}, null, null, null, null)`)
  await expect(entered).rejects.toMatchObject({ cause: { code: '42501' } })
  await asOwner.close()
})

test('a session that lost the role of the API cannot enter by a link either', async () => {
  const asOwner = openDatabase(database.url, { poolSize: 1 })
  const entered = asOwner.db.execute(sql`select * from enter_consent('x', 'consent')`)
  await expect(entered).rejects.toMatchObject({ cause: { code: '42501' } })
  await asOwner.close()
})

test('nobody changes the audit log, its owner neither', async () => {
  const { workspaceId } = database.tenant
  await database.sql`insert into audit_events (workspace_id, actor, action) values (${workspaceId}, 'x', 'run.started')`
  for (const change of ['update audit_events set actor = actor', 'delete from audit_events', 'truncate audit_events'])
    await expect(database.sql.unsafe(change)).rejects.toMatchObject({ code: '42501' })
})

test('a request cannot write into another workspace by naming its own tenant', async () => {
  const { externalId } = database.tenant
  const own = { tenantKey: externalId }
  const refused = { cause: { code: '42501' } }
  for (const statement of [
    sql`insert into audit_events (workspace_id, tenant_id, actor, action) values (${foreign.workspaceId}, ${externalId}, 'x', 'run.started')`,
    sql`insert into runs (workspace_id, tenant_id, operation, lane, identity) values (${foreign.workspaceId}, ${externalId}, 'policy.sync', 'sync', 'y')`,
    sql`update tenants set workspace_id = ${foreign.workspaceId} where external_id = ${externalId}`,
    sql`update tenants set app_key = 'another' where external_id = ${externalId}`,
  ])
    await expect(database.enter(entry, own, (tx) => tx.execute(statement))).rejects.toMatchObject(refused)
})

const opened: Record<string, string> = {
  'row-level security is off': 'alter table runs disable row level security',
  'a rule lets in everything': 'alter policy api_readable on policies using (true)',
  'another rule lets in everything': 'create policy extra on policies to tenantpilot_api using (true)',
  'the exact JSON may be read': 'grant select on policies to tenantpilot_api',
  'a key may be chosen': 'grant update (app_key, workspace_id) on tenants to tenantpilot_api',
  'the audit log may be changed': 'drop trigger audit_events_append_only on audit_events',
  'the worker has no rights': 'revoke all on tenants from tenantpilot_worker',
  'requests cannot enter': 'revoke execute on function enter_request from tenantpilot_api',
}

/** Rules, privileges and triggers of our schema, as the catalog has them. */
async function inForce(): Promise<unknown> {
  const { sql: plain } = database
  return [
    await plain`select polname, polrelid::regclass::text as table, pg_get_expr(polqual, polrelid) as seen, pg_get_expr(polwithcheck, polrelid) as written
      from pg_policy order by 1, 2`,
    await plain`select relname, relrowsecurity, relforcerowsecurity from pg_class where relnamespace = 'tenantpilot'::regnamespace order by 1`,
    await plain`select table_name, grantee, privilege_type from information_schema.role_table_grants
      where grantee like 'tenantpilot\\_%' order by 1, 2, 3`,
    await plain`select table_name, column_name, grantee, privilege_type from information_schema.role_column_grants
      where grantee like 'tenantpilot\\_%' order by 1, 2, 3, 4`,
    await plain`select tgname from pg_trigger where not tgisinternal order by 1`,
    await plain`select has_function_privilege('tenantpilot_api', oid, 'execute') as may from pg_proc where proname = 'enter_request'`,
  ]
}

test.each(Object.entries(opened))('that %s is mended by the next migration', async (_what, statement) => {
  const before = await inForce()
  await database.sql.unsafe(statement)
  expect(await inForce()).not.toEqual(before)
  await migrate(database.url)
  expect(await inForce()).toEqual(before)
})

test('rules change only together with their version', () => {
  const hash = createHash('sha256')
    .update(JSON.stringify(accessStatements('public')))
    .digest('hex')
    .slice(0, 16)
  // another hash: raise `rulesVersion`, so that an older version does not put its own rules into the place of these
  expect({ rulesVersion, hash }).toEqual({ rulesVersion: 6, hash: '737060343e083097' })
})

test('a version does not migrate a database whose rules a newer one has made', async () => {
  await database.sql.unsafe(`comment on schema tenantpilot is '${rulesMark} ${rulesVersion + 1}'`)
  await expect(migrate(database.url)).rejects.toThrow('migrated by a newer version')
  await database.sql.unsafe(`comment on schema tenantpilot is '${rulesMark} ${rulesVersion}'`)
})

test('a version does not migrate a database that a newer one has migrated', async () => {
  await database.sql`insert into migrations (hash, created_at) values ('later', 9999999999999)`
  await expect(migrate(database.url)).rejects.toThrow('migrated by a newer version')
  await database.sql`delete from migrations where hash = 'later'`
})

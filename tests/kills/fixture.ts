import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { identityOf } from '../../src/runs/ledger/admit'
import { type Bench, type Tenant, tenants } from './bench'
import type { Crew } from './crew'
import { play } from './play'
import type { Scenario } from './scenario'

export const workspaceId = '99999999-0000-4000-8000-000000000000'
export const identity = identityOf('policy.sync', {})

export const startRequest = (requestedBy: string, { key }: Tenant = tenants.main) => ({
  tenantKey: key,
  force: false,
  trailing: false,
  requestedBy,
})

/** Makes the database that all scenarios begin with: a first sync, and changes that a second one has to find. */
export async function makeFixture(bench: Bench, crew: Crew): Promise<string> {
  const empty = await bench.copy('tenantpilot')
  await withDatabase(bench, empty, async (sql) => {
    await sql`insert into workspaces (id, name) values (${workspaceId}, 'Kills')`
    for (const { key, entraTenantId } of Object.values(tenants))
      await sql`insert into tenants (external_id, workspace_id, entra_tenant_id, app_key, display_name)
        values (${key}, ${workspaceId}, ${entraTenantId}, ${key}, 'Contoso')`
  })
  const first: Scenario = { name: 'first sync', act: ({ call }) => call('startSync', startRequest('first')) }
  const fixture = `${empty}_fixture`
  await play({ bench, crew, scenario: first, template: empty, keepAs: fixture })
  await bench.drop(empty)
  await withDatabase(bench, fixture, disturb)
  return fixture
}

/** A scenario's own database: the fixture, and what it prepares. */
export async function makeTemplate(bench: Bench, fixture: string, scenario: Scenario): Promise<string> {
  const template = await bench.copy(fixture)
  await withDatabase(bench, template, async (sql) => void (await scenario.prepare?.(sql)))
  return template
}

async function withDatabase(bench: Bench, name: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const url = bench.databaseUrl(name)
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  await work(sql).finally(() => sql.end())
}

/** So much has changed since the first sync that the second one has every kind of write to make. */
async function disturb(sql: postgres.Sql): Promise<void> {
  const [changed, unseen] = await policyIds(sql, 'configurationPolicies')
  const [compliance] = await policyIds(sql, 'deviceCompliancePolicies')
  // a changed setting, one that is new and one that is gone
  await sql`update policy_settings set setting_value = 'before', raw_value = '"before"' where id = (
    select id from policy_settings where graph_policy_id = ${changed!} order by setting_path limit 1)`
  await sql`delete from policy_settings where id = (
    select id from policy_settings where graph_policy_id = ${changed!} order by setting_path desc limit 1)`
  await ghosts(sql, compliance!, { setting_path: 'gone', setting_name: 'Gone' })
  // a policy that is new and one that is gone
  await sql`delete from policy_settings where graph_policy_id = ${unseen!}`
  await ghosts(sql, changed!, { graph_policy_id: 'gone' })
  // more of the other source are gone than are left: the sweep is withheld
  for (let n = 0; n < 6; n++) await ghosts(sql, compliance!, { graph_policy_id: `gone-${n}` })
  // rows of the system this replaces
  await ghosts(sql, compliance!, { graph_policy_id: 'legacy', source: null })
  await forgetDefinitions(sql)
}

async function policyIds(sql: postgres.Sql, source: string): Promise<string[]> {
  const rows = await sql`select distinct graph_policy_id as id from policy_settings where source = ${source} order by 1`
  return rows.map((row) => String(row.id))
}

/** Copies of one row of a policy, as of something that is no longer there. */
async function ghosts(sql: postgres.Sql, policy: string, change: Record<string, string | null>): Promise<void> {
  const [row] = await sql`select * from policy_settings where graph_policy_id = ${policy} order by setting_path limit 1`
  const { id: _, ...rest } = row as Record<string, unknown>
  await sql`insert into policy_settings ${sql({ ...rest, ...change } as Record<string, string>)}`
}

/** One definition that a single policy uses: with more it would depend on who comes first how often they are asked for. */
async function forgetDefinitions(sql: postgres.Sql): Promise<void> {
  await sql`
    delete from setting_definitions where id_lower = (
      select lower(definition_id) from policy_settings where definition_id is not null
      group by 1 having count(distinct graph_policy_id) = 1 order by 1 limit 1)`
}

import { connectionOptions } from '../../../src/db/connection'
import postgres from 'postgres'
import { copyDatabase } from '../../support/copy-database'
import { insertTenants } from '../support/rows'
import type { Environment } from './environment'
import { runScenario } from './run-scenario'
import type { Scenario } from './scenario'
import { callers, startRequest, tenants, workspaceId } from './tenants'

/** Makes the database that all scenarios begin with: a first sync, and changes that a second one has to find. */
export async function makeFixture(environment: Environment): Promise<string> {
  const insert = (sql: postgres.Sql) => insertTenants(sql, workspaceId, Object.values(tenants))
  const template = await changedCopy(environment, 'tenantpilot', insert)
  const first: Scenario = { name: 'first sync', run: ({ call }) => call('startSync', callers.first, startRequest()) }
  const { database } = await runScenario(environment, environment.workers[0], { scenario: first, template, keep: true })
  return changedCopy(environment, environment.keep(database), disturb)
}

/** Makes a scenario's own database: the fixture, and what it prepares. */
export function makeTemplate(environment: Environment, { prepare }: Scenario): Promise<string> {
  return changedCopy(environment, environment.fixture, async (sql) => prepare?.(sql))
}

async function changedCopy(
  environment: Environment,
  template: string,
  change: (sql: postgres.Sql) => Promise<unknown>,
): Promise<string> {
  const database = await copyDatabase(template)
  const sql = postgres(database.url, { ...connectionOptions(database.url), max: 1 })
  await change(sql).finally(() => sql.end())
  return environment.keep(database)
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
  // rows of the system this replaces: they stay
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

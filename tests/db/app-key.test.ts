import { readTenant } from '../../src/tenants/find'
import { claim } from '../../src/runs/ledger/claim'
import { finish } from '../../src/runs/ledger/finish'
import { writePolicy } from '../../src/intune/store/write-policy'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest, claimRun, succeededEnding } from '../support/runs'
import { policyUnit } from '../support/units'
import { until } from '../support/until'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const setting = { path: 'a', name: 'A', value: '1', valueType: 'string' as const, raw: '"1"' }
const rows = [{ ...setting, definitionId: null, category: null, isDefault: null }]

async function sync(): Promise<void> {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const tenant = await readTenant(database.db, run.tenantId)
  const writer = { runId: run.id, attempt: run.attempt, appKey: tenant!.appKey }
  await writePolicy(database.db, writer, policyUnit({ source: 's', graphPolicyId: 'p', rows }))
  await finish(database.db, run, succeededEnding)
}
const rename = (key: string) => database.sql`update tenants set app_key = ${key}`
const keys = async () =>
  (await database.sql`select tenant_id as key from policy_settings order by 1`).map((row) => String(row.key))

test('17: a changed app_key takes the tenant’s rows along, in its own transaction', async () => {
  await sync()
  const rolledBack = database.sql.begin(async (tx) => {
    await tx`update tenants set app_key = 'never'`
    throw new Error('changed my mind')
  })
  await expect(rolledBack).rejects.toThrow('changed my mind')
  expect(await keys()).toEqual([database.tenant.externalId])
  await rename('contoso')
  expect(await keys()).toEqual(['contoso'])
  await sync()
  expect(await keys()).toEqual(['contoso'])
  await rename('')
  expect(await keys()).toEqual([database.tenant.externalId])
})

test('17: rows that the old system wrote under the new key stay, except those that ours replace', async () => {
  await sync()
  await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at)
    values ('contoso', 'p', 'P', 't', 'A', 'old', 'string', now()), ('contoso', 'p', 'P', 't', 'B', 'old', 'string', now()),
      ('other', 'p', 'P', 't', 'A', 'old', 'string', now())`
  await rename('contoso')
  const stored = await database.sql`select tenant_id, setting_name, setting_value from policy_settings order by 1, 2`
  expect(stored.map((row) => Object.values(row).join(' '))).toEqual(['contoso A 1', 'contoso B old', 'other A old'])
})

test('17: while a run of the tenant is running its app_key cannot be changed', async () => {
  await sync()
  await claimRun(database, (await admitTest(database)).runId)
  await expect(rename('contoso')).rejects.toThrow(/app_key cannot be changed while a run/)
  expect(await keys()).toEqual([database.tenant.externalId])
})

test('17: a run that is claimed while the key changes waits, and reads the new key', async () => {
  await sync()
  const { runId } = await admitTest(database)
  const renaming = await database.sql.reserve()
  await renaming`begin`
  await renaming`update tenants set app_key = 'contoso'`
  const claimed = claim(database.db, runId)
  await until('the claim waits', async () => {
    const waiting = await database.sql`select 1 from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()`
    return waiting.length > 0
  })
  await renaming`commit`
  renaming.release()
  const run = await claimed
  expect((await readTenant(database.db, run!.tenantId))!.appKey).toBe('contoso')
})

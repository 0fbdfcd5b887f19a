import { policyTypes } from '../../../src/intune/policy-types/registry'
import { applySweep } from '../../../src/intune/store/apply-sweep'
import { countLegacyRows, removeLegacyRows } from '../../../src/intune/store/legacy'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { finish } from '../../../src/runs/ledger/finish'
import { runCli } from '../../support/cli'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { unit } from '../../support/harness'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

const sources = policyTypes.map(({ source }) => source)
let database: TestDatabase
let other: string
beforeEach(async () => {
  database = await createTestDatabase()
  other = (await addTenant(database)).appKey
  await syncAll()
  for (const tenant of [database.tenant.appKey, other])
    for (const policy of ['synced', 'never-synced'])
      await database.sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
        setting_value, setting_value_type, last_synced_at)
        values (${tenant}, ${policy}, 'Old', 'deviceConfiguration', 'x', 'y', 'string', now())`
})
afterEach(() => database.close())

/** A sync that reads every registered source to its end, and sees one policy. */
async function syncAll() {
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, attempt: run.attempt, appKey: database.tenant.appKey }
  await writePolicy(database.db, writer, { ...unit('synced'), source: sources[0]! })
  await finish(database.db, run, {
    ...succeededEnding,
    closingStep: (tx) => applySweep(tx, writer, run.tenantId, { sources, stale: [] }),
  })
}

const legacyRows = async () =>
  (await database.sql`select tenant_id, graph_policy_id from policy_settings where source is null order by 1, 2`).map(
    (row) => `${row.tenant_id === other ? 'other' : 'own'} ${row.graph_policy_id}`,
  )
const all = ['other never-synced', 'other synced', 'own never-synced', 'own synced'].sort()

/** Runs the command on the test's database. */
async function command(...args: string[]): Promise<string> {
  const run = runCli(['legacy:remove', ...args], { env: { DATABASE_URL: database.url } })
  expect(await run.exited).toBe(0)
  run.dispose()
  return run.lines.join('\n')
}

test('18: a sync that reads every source leaves the rows of the old system', async () => {
  await syncAll()
  expect((await legacyRows()).sort()).toEqual(all)
})

test('18: only rows of policies that were synced are counted, and removed, and only of that tenant', async () => {
  expect(await countLegacyRows(database.db, sources)).toEqual(
    expect.arrayContaining([
      { appKey: database.tenant.appKey, removable: 1, kept: 1, unread: [] },
      { appKey: other, removable: 0, kept: 2, unread: [...sources].sort() },
    ]),
  )
  expect(await removeLegacyRows(database.db, database.tenant.appKey)).toBe(1)
  expect((await legacyRows()).sort()).toEqual(all.filter((row) => row !== 'own synced'))
  const [left] = await database.sql`select count(*)::int as rows from policy_settings where source is not null`
  expect(left).toEqual({ rows: 1 })
})

test('18: legacy:remove counts and offers, and removes only with --yes', async () => {
  const counted = await command()
  expect(counted).toContain(`tenant ${database.tenant.appKey}: 1 rows of synced policies, 1 rows of others, which stay`)
  expect(counted).toContain('To remove them: npm run legacy:remove -- --yes')
  expect((await legacyRows()).sort()).toEqual(all)
  expect(await command('--yes')).toContain('1 rows removed')
  expect((await legacyRows()).sort()).toEqual(all.filter((row) => row !== 'own synced'))
})

test('18: legacy:remove works where the app has its table in another schema', async () => {
  await database.sql.unsafe('create schema app; alter table policy_settings set schema app')
  try {
    expect(await command('--yes', '--settings-schema', 'app')).toContain('1 rows removed')
  } finally {
    await database.sql.unsafe('alter table app.policy_settings set schema public; drop schema app')
  }
  expect((await legacyRows()).sort()).toEqual(all.filter((row) => row !== 'own synced'))
})

test('18: legacy:remove says in a sentence that there is no such database', async () => {
  const run = runCli(['legacy:remove'], { env: { DATABASE_URL: `${database.url}_none` } })
  expect(await run.exited).toBe(1)
  run.dispose()
  expect(run.errors).toEqual([expect.stringMatching(/^There is no database ".*_none" on this server/)])
})

test('18: legacy:remove is not offered while a source was never read', async () => {
  await database.sql`update source_states set last_full_read_at = null where source = ${sources[1]!}`
  for (const output of [await command(), await command('--yes')]) {
    expect(output).toContain(`because these sources were never read: ${sources[1]}`)
    expect(output).not.toContain('To remove them')
  }
  expect((await legacyRows()).sort()).toEqual(all)
  await database.sql`update source_states set stale_code = 'graph.not_licensed' where source = ${sources[1]!}`
  expect(await command('--yes')).toContain('1 rows removed')
})

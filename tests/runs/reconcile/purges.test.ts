import { createApp } from '../../../src/app'
import { readConfig } from '../../../src/config'
import { purgeRuns } from '../../../src/runs/ledger/purge'
import { appSettings } from '../../support/app-settings'
import { admitTest, claimRun } from '../../support/runs'
import { type Bench, openBench } from './bench'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

/** Adds runs that ended so many days ago, each with an item. */
const addEnded = (count: number, days: number) => {
  const { sql, tenant } = bench.database
  return sql`with ended as (
      insert into runs (workspace_id, tenant_id, operation, identity, status, finished_at)
      select ${tenant.workspaceId}, ${tenant.externalId}, 'ended', 'x', 'succeeded', now() - make_interval(days => ${days})
      from generate_series(1, ${count}::int) returning id)
    insert into run_items (run_id, item_key, attempt, source, outcome) select id, 'k', 1, 's', 'succeeded' from ended`
}
const addRemoved = (id: string, days: number) => bench.database.sql`
  insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, content_hash, assignments_state,
    raw, removed_at)
  values (${bench.database.tenant.externalId}, 's', ${id}, ${id}, 't', ${id}, '', 'read', '',
    now() - make_interval(days => ${days}))`
const left = async () => {
  const [row] = await bench.database.sql`select
    (select count(*) from runs where operation = 'ended')::int as runs,
    (select count(*) from run_items)::int as items,
    array(select graph_id from policies order by 1) as policies`
  return row as { runs: number; items: number; policies: string[] }
}
const runs = { name: 'purge of runs', purge: (limit: number) => purgeRuns(bench.deps.db, { retentionDays: 90, limit }) }
const broken = { name: 'broken purge', purge: () => Promise.reject(new Error('broken')) }

test('20: a pass of the app deletes runs and removed policies that are older than RUN_RETENTION_DAYS', async () => {
  await addEnded(3, 31)
  await addEnded(2, 29)
  await addRemoved('old', 31)
  await addRemoved('young', 29)
  const lines: string[] = []
  const settings = { ...appSettings(bench.database, bench.broker), RUN_RETENTION_DAYS: '30' }
  const app = createApp(readConfig(settings), (line) => void lines.push(line))
  expect(await app.reconcile(null)).toMatchObject({ ran: true, status: 'succeeded' })
  await app.close()
  expect(await left()).toEqual({ runs: 2, items: 2, policies: ['young'] })
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: 'purged', purge: 'purge of runs', rows: 3 },
    { event: 'purged', purge: 'purge of removed policies', rows: 1 },
    { event: 'tick', status: 'succeeded' },
  ])
})

test('20: a pass deletes in batches of 500, at most ten of each purge', async () => {
  await addEnded(5_600, 91)
  const batches: number[] = []
  const purge = async (limit: number) => {
    batches.push(limit)
    return runs.purge(limit)
  }
  bench.deps.purges = [{ ...runs, purge }]
  await bench.reconcile()
  expect([batches, (await left()).runs]).toEqual([Array(10).fill(500), 600])
  await bench.reconcile()
  expect([batches.length, (await left()).runs]).toEqual([12, 0])
})

test('20: a purge that fails is a failed look-up, named in the result, and costs neither repairs nor the other purge', async () => {
  await addEnded(1, 91)
  const run = await claimRun(bench.database, (await admitTest(bench.database)).runId)
  await bench.database.sql`update runs set lease_until = now() - interval '1 second' where id = ${run.id}`
  bench.deps.purges = [broken, runs]
  const message = expect.stringContaining('"broken purge" failed') as string
  await expect(bench.reconcile()).rejects.toMatchObject({ code: 'ops.reconcile_adapter_runs.failed', message })
  expect((await left()).runs).toBe(0)
  expect(await bench.queued()).toEqual([run.id])
  expect(await bench.records()).toMatchObject([{ status: 'failed', counts: { expired: 1, failed: 1 } }])
})

test('20: old runs that a session holds do not keep a pass waiting', async () => {
  await addEnded(2, 91)
  bench.deps.purges = [runs]
  await bench.database.sql.begin(async (tx) => {
    await tx`select 1 from runs where operation = 'ended' limit 1 for update`
    expect(await bench.reconcile()).toMatchObject({ ran: true, status: 'succeeded' })
  })
  expect((await left()).runs).toBe(1)
})

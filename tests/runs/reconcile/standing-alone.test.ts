import { admitTest, claimRun } from '../../support/runs'
import { addTenant } from '../../support/database'
import { type Bench, breakRuns, openBench } from './bench'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

const failedCode = 'ops.reconcile_adapter_runs.failed'
const ago = (minutes: number) => bench.database.sql`now() - make_interval(mins => ${minutes})`

/** A run with an expired lease in a tenant of its own. */
async function addExpired() {
  const tenant = await addTenant(bench.database)
  const { externalId: tenantId, workspaceId } = tenant
  const run = await claimRun(bench.database, (await admitTest(bench.database, { tenantId, workspaceId })).runId)
  await bench.database.sql`update runs set lease_until = ${ago(1)} where id = ${run.id}`
  return run
}

const items = () => bench.database.sql`select i.source, i.label, i.outcome, i.code from run_items i
  join runs r on r.id = i.run_id where r.operation = 'ops.reconcile_adapter_runs'`

test('6. a locked tenant row costs itself alone: the others are repaired, the record is partial and names it', async () => {
  const locked = await addExpired()
  const free = await addExpired()
  await bench.addDueSchedules(1)
  await bench.database.sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id = ${locked.tenantId} for update`
    const result = await bench.reconcile()
    expect(result).toMatchObject({ ran: true, status: 'partial', repairs: { expired: 1, scheduled: 1 } })
    expect(result.failed).toMatchObject([
      { repair: 'expired', tenantId: locked.tenantId, runId: locked.id, error: { code: 'db.unavailable' } },
    ])
  })
  expect(await bench.queued()).toContain(free.id)
  const [record] = await bench.records()
  expect(record).toMatchObject({
    status: 'partial',
    counts: { succeeded: 2, failed: 1 },
    error: { code: 'db.unavailable' },
  })
  expect(await items()).toEqual([{ source: 'expired', label: locked.id, outcome: 'failed', code: 'db.unavailable' }])
  expect(await bench.reconcile()).toMatchObject({ status: 'succeeded', repairs: { expired: 1 } })
})

test('6. a schedule that cannot be computed costs itself alone', async () => {
  const [broken] = await bench.addDueSchedules(3)
  await bench.database
    .sql`update schedules set every_minutes = null, cron = '0 0 * * *', time_zone = 'Mars/Olympus' where tenant_id = ${broken!}`
  const result = await bench.reconcile()
  expect(result).toMatchObject({ status: 'partial', repairs: { scheduled: 2 } })
  expect(result.failed).toMatchObject([{ repair: 'scheduled', tenantId: broken, operation: 'test' }])
  expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'repair_failed', tenantId: broken }))
})

test('6. a schedule of an operation that this version does not know stays due and is named', async () => {
  const [other] = await bench.addDueSchedules(2)
  await bench.database.sql`update schedules set operation = 'future' where tenant_id = ${other!}`
  const { failed } = await bench.reconcile()
  expect(failed).toMatchObject([{ repair: 'scheduled', operation: 'future', error: { code: 'run.unknown_operation' } }])
  expect(await bench.database.sql`select operation from schedules where next_at < now()`).toEqual([
    { operation: 'future' },
  ])
})

test('6. a queue that cannot be peeked costs itself alone', async () => {
  const lost = await admitTest(bench.database, { lane: 'interactive', input: { n: 1 } })
  await bench.database.sql`update runs set sent_at = ${ago(20)}, due_at = ${ago(20)} where id = ${lost.runId}`
  const expired = await addExpired()
  const headEnqueuedAt = () => Promise.reject(new Error('no such queue'))
  bench.deps.queues = { ...bench.deps.queues, headEnqueuedAt }
  const result = await bench.reconcile()
  expect(result).toMatchObject({ status: 'partial', repairs: { expired: 1, sent: 0 } })
  expect(result.failed).toMatchObject([{ repair: 'sent', runId: lost.runId }])
  expect(await bench.queued()).toEqual([expired.id])
})

test('6. a broken run costs itself alone', async () => {
  const broken = await addExpired()
  const whole = await addExpired()
  await breakRuns(bench, 'update', `old.id = '${broken.id}'`)
  const result = await bench.reconcile()
  expect(result).toMatchObject({ status: 'partial', repairs: { expired: 1 } })
  expect(result.failed).toMatchObject([{ repair: 'expired', runId: broken.id, error: { code: 'internal.bug' } }])
  const logged = bench.logged.find(({ event }) => event === 'repair_failed')
  expect(logged).toMatchObject({ jobId: broken.id, frames: expect.arrayContaining([expect.stringMatching(/^at /)]) })
  expect(await bench.queued()).toEqual([whole.id])
})

test('6. messages never sent are sent first, however many others may be lost', async () => {
  const { workspaceId } = bench.database.tenant
  await bench.deps.queues.send('sync', { v: 1, runId: (await addExpired()).id }) // an hour ago: nothing is lost
  await bench.database.sql`with t as (insert into tenants (workspace_id, entra_tenant_id, display_name, status)
      select ${workspaceId}, 'e' || n, 'T', 'active' from generate_series(1, 120) n returning external_id)
    insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at, sent_at, due_at)
    select ${workspaceId}, external_id, 'test', 'sync', 'x', ${ago(30)}, ${ago(30)}, ${ago(30)} from t`
  const { runId } = await admitTest(bench.database)
  await bench.database.sql`update runs set dispatched_at = ${ago(1)} where id = ${runId}`
  expect(await bench.reconcile()).toMatchObject({ repairs: { sent: 1 } })
  expect((await bench.queued())[1]).toBe(runId)
})

test('6. where every repair failed, the pass has failed', async () => {
  const broken = await addExpired()
  await breakRuns(bench, 'update', `old.id = '${broken.id}'`)
  await expect(bench.reconcile()).rejects.toMatchObject({ code: failedCode })
  expect(await bench.records()).toMatchObject([
    { status: 'failed', error: { code: failedCode }, counts: { failed: 1 } },
  ])
})

test('6. a pass without the broker fails, and the next one sends the message', async () => {
  const { runId } = await admitTest(bench.database)
  await bench.database.sql`update runs set dispatched_at = ${ago(1)}`
  await bench.broker.pause()
  await expect(bench.reconcile()).rejects.toMatchObject({ code: failedCode })
  await bench.broker.resume()
  expect(await bench.reconcile()).toMatchObject({ status: 'succeeded', repairs: { sent: 1 } })
  expect(await bench.queued()).toContain(runId)
})

test('8. forced failure: a look-up fails, the other repairs are made, and the pass has failed with its frames', async () => {
  const expired = await addExpired()
  await bench.database.sql`alter table schedules rename to schedules_away`
  await expect(bench.reconcile()).rejects.toMatchObject({ code: failedCode, category: 'retry_later' })
  expect(await bench.queued()).toEqual([expired.id])
  const [record] = await bench.records()
  expect(record).toMatchObject({ status: 'failed', error: { code: failedCode }, counts: { expired: 1, failed: 1 } })
  expect(await items()).toMatchObject([{ source: 'look-up', label: 'due schedules', outcome: 'failed' }])
  const logged = bench.logged.find(({ event }) => event === 'reconcile_failed')
  expect(logged).toMatchObject({ code: failedCode, lookUps: [{ lookUp: 'due schedules' }] })
  expect(logged!.frames).toContainEqual(expect.stringMatching(/^at .*src\/runs\/.*:\d+:\d+/))
  expect(JSON.stringify(logged)).not.toContain('select')
})

test('8. a record that a crashed pass left open is continued and ended by the next pass', async () => {
  const { workspaceId } = bench.database.tenant
  const [left] = await bench.database.sql`insert into runs (workspace_id, operation, identity, status)
    values (${workspaceId}, 'ops.reconcile_adapter_runs', 'ops.reconcile_adapter_runs', 'running') returning id`
  await bench.addDueSchedules(1)
  await bench.reconcile()
  expect(await bench.records()).toMatchObject([{ id: left!.id, status: 'succeeded', counts: { scheduled: 1 } }])
})

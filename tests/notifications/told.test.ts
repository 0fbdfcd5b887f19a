import { randomUUID } from 'node:crypto'
import { type DemoCallerName, homeTenantId } from '../../local/simulator/entra/demo-callers'
import { type Caller, principalText } from '../../src/access/caller'
import { createNotifications } from '../../src/notifications/notifications'
import { cancel } from '../../src/runs/ledger/cancel'
import { finish } from '../../src/runs/ledger/finish'
import { followRun } from '../../src/runs/ledger/follow-run'
import { readmit } from '../../src/runs/ledger/readmit'
import { requeue } from '../../src/runs/ledger/requeue'
import type { RunId } from '../../src/shared/ids'
import { admitFor } from '../../src/runs/api/start'
import { recoverExpired } from '../../src/runs/reconcile/repairs'
import { systemClock } from '../../src/shared/clock'
import { callerNamed } from '../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'
import { until } from '../support/until'
import { admitTest, claimRun, failedEnding, startTest, succeededEnding } from '../support/runs'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

const operator = principalText(callerNamed('operator'))

/** What each account was told, the oldest first: the status, and whether it is still unread. */
async function told(caller: Caller = callerNamed('operator')) {
  const { listNotifications } = createNotifications({ enter: database.enter, clock: systemClock })
  const { items } = await listNotifications({ caller, capability: 'notifications.read' }, { limit: 50 })
  return items.toReversed().map(({ status, readAt }) => (readAt ? status : `${status} new`))
}
const toldTo = (name: DemoCallerName) => told(callerNamed(name))

const admitAsOperator = () => admitTest(database, { requestedBy: operator })

async function fail(runId: RunId) {
  await finish(database.db, await claimRun(database, runId), failedEnding())
}

test('who asked is told that the run waits, works and has ended; each takes the place of the one before', async () => {
  const { runId } = await admitAsOperator()
  expect(await told()).toEqual(['queued new'])
  const run = await claimRun(database, runId)
  expect(await told()).toEqual(['queued', 'running new'])
  await finish(database.db, run, succeededEnding)
  expect(await told()).toEqual(['queued', 'running', 'succeeded new'])
  for (const other of ['owner', 'manager', 'reader', 'service'] as const) expect(await toldTo(other)).toEqual([])
})

test('the end has the counts of its time and the code alone, and neither has what was said', async () => {
  const { runId } = await admitAsOperator()
  const run = await claimRun(database, runId)
  const error = { code: 'graph.forbidden', category: 'needs_administrator', message: 'PLANTED' } as const
  await finish(database.db, run, { ...failedEnding(), error })
  const [row] = await database.sql`select * from notifications order by id desc limit 1`
  expect(row).toMatchObject({ code: 'graph.forbidden', status: 'failed', counts: { total: 0, failed: 0 } })
  const all = await database.sql`select n::text as text from notifications n`
  expect(all.map(({ text }) => String(text)).join('\n')).not.toContain('PLANTED')
})

test('a later attempt is no news, a dead worker neither; the last failure is', async () => {
  const { runId } = await admitAsOperator()
  const run = await claimRun(database, runId)
  await requeue(database.db, run, { delayMs: 0, failures: 1, error: null, progress: null })
  await claimRun(database, runId)
  await database.sql`update runs set lease_until = now() - interval '1 s'`
  await recoverExpired(database.db, { runId, tenantId: run.tenantId })
  expect(await told()).toEqual(['queued', 'running new'])
  await claimRun(database, runId)
  await database.sql`update runs set lease_until = now() - interval '1 s', failures = 4`
  await recoverExpired(database.db, { runId, tenantId: run.tenantId })
  expect(await told()).toEqual(['queued', 'running', 'failed new'])
})

test('a run that waits and is cancelled has ended too', async () => {
  const { runId } = await admitAsOperator()
  await cancel(database.db, { id: runId, tenantId: database.tenant.externalId }, 'x/y')
  expect(await told()).toEqual(['queued', 'cancelled new'])
})

test('a run that is taken up again tells its end once more', async () => {
  const { runId } = await admitAsOperator()
  const run = await claimRun(database, runId)
  await finish(database.db, run, failedEnding('1'))
  await readmit(database.db, { ...run, status: 'failed' }, { writesToTenant: false })
  await finish(database.db, await claimRun(database, runId), succeededEnding)
  expect(await told()).toEqual(['queued', 'running', 'failed', 'succeeded new'])
})

test('a service is told of what went wrong alone, and the person for whom it asked of everything', async () => {
  const service = callerNamed('service')
  const entry = { caller: service, capability: 'policies.sync' } as const
  const { runId } = await startTest(database, { entry })
  await finish(database.db, await claimRun(database, runId), succeededEnding)
  expect(await told(service)).toEqual([])
  await fail((await startTest(database, { entry, input: { n: 2 } })).runId)
  expect(await told(service)).toEqual(['failed new'])

  const acting = callerNamed('actas', callerNamed('operator'))
  await startTest(database, { entry: { ...entry, caller: acting } })
  expect(await told()).toEqual(['queued new'])
  expect(await told(acting)).toEqual(['queued new'])
})

test('of a scheduled run the operators of its tenant are told, and only when it went wrong', async () => {
  const { sql, tenant } = database
  const other = await addTenant(database)
  const here = { ...callerNamed('reader'), oid: randomUUID() }
  const there = { ...callerNamed('reader'), oid: randomUUID() }
  const foreign = randomUUID()
  const give = (oid: string, tenantId: string, tid = homeTenantId) => sql`
    insert into grants (workspace_id, tenant_id, tid, oid, role, granted_by)
    values (${tenant.workspaceId}, ${tenantId}, ${tid}, ${oid}, 'operator', 'test')`
  await give(here.oid, tenant.externalId)
  await give(there.oid, other.externalId)
  await give(foreign, tenant.externalId, foreign)

  const scheduled = { requestedBy: 'schedule' }
  await finish(database.db, await claimRun(database, (await admitTest(database, scheduled)).runId), succeededEnding)
  for (const name of ['operator', 'owner'] as const) expect(await toldTo(name)).toEqual([])
  await fail((await admitTest(database, scheduled)).runId)
  for (const name of ['operator', 'manager', 'owner'] as const) expect(await toldTo(name)).toEqual(['failed new'])
  expect(await told(here)).toEqual(['failed new'])
  expect(await toldTo('reader')).toEqual([])
  expect(await told(there)).toEqual([])
  expect(await sql`select from notifications where recipient like ${`%${foreign}`}`).toHaveLength(0)
})

test('who has two grants is told once, and a cancelled run of a schedule is no news', async () => {
  const { sql, tenant } = database
  const { tid, oid } = callerNamed('operator')
  await sql`insert into grants (workspace_id, tenant_id, tid, oid, role, granted_by)
    values (${tenant.workspaceId}, ${tenant.externalId}, ${tid}, ${oid}, 'manager', 'test')`
  await fail((await admitTest(database, { requestedBy: 'schedule' })).runId)
  expect(await told()).toEqual(['failed new'])
  const { runId } = await admitTest(database, { requestedBy: 'schedule' })
  await cancel(database.db, { id: runId, tenantId: tenant.externalId }, 'x/y')
  expect(await told()).toEqual(['failed new'])
})

test('who asks for a run that is there already follows it, of a schedule too, and once', async () => {
  const { runId } = await admitTest(database, { requestedBy: 'schedule' })
  const again = await startTest(database)
  await startTest(database)
  expect(again).toMatchObject({ runId, deduplicated: true })
  expect(await told()).toEqual(['queued new'])
  const run = await claimRun(database, runId)
  await finish(database.db, run, succeededEnding)
  expect(await told()).toEqual(['queued', 'running', 'succeeded new'])
  expect(await toldTo('owner')).toEqual([])
})

test('so does who asks with a key, and a service that asks for itself does not', async () => {
  await admitTest(database, { requestedBy: 'schedule' })
  const record = { name: 'test', lane: 'sync', identity: [], capability: 'policies.sync' } as const
  const ask = (caller: Caller) =>
    database.enter({ caller, capability: 'policies.sync' }, { tenantKey: database.tenant.appKey }, (tx, access) =>
      admitFor(tx, access, { record, input: {}, force: false, trailing: false, cooldownMs: 0 }),
    )
  expect(await ask(callerNamed('operator'))).toMatchObject({ deduplicated: true })
  await ask(callerNamed('service'))
  expect(await told()).toEqual(['queued new'])
  expect(await toldTo('service')).toEqual([])
})

/** Waits until a session of the database waits for a lock. */
const somebodyWaits = () =>
  until('a session waits for a lock', async () => {
    const [row] = await database.sql`select count(*)::int as n from pg_locks where not granted`
    return row!.n > 0
  })

test('who follows a run while its end is being committed is told what it is afterwards', async () => {
  const { runId } = await admitTest(database, { requestedBy: 'schedule' })
  const run = await claimRun(database, runId)
  const ending = database.sql.begin(async (sql) => {
    await sql`update runs set status = 'succeeded', finished_at = now(), events = 3 where id = ${run.id}`
    await sql`insert into run_events (run_id, seq, kind, data) values (${run.id}, 3, 'ended', '{"status":"succeeded"}')`
    await somebodyWaits()
  })
  await until('it is about to end', async () => {
    const [row] = await database.sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and granted`
    return row!.n > 0
  })
  const started = startTest(database)
  await ending
  await started
  // it has ended, so there is nothing to follow: the answer to the start says so
  expect(await told()).toEqual([])
})

test('who follows a run just before it ends is told of its end', async () => {
  const { runId } = await admitTest(database, { requestedBy: 'schedule' })
  const run = await claimRun(database, runId)
  const entry = { caller: callerNamed('operator'), capability: 'policies.sync' } as const
  let ending: Promise<unknown> | undefined
  await database.enter(entry, { tenantKey: database.tenant.appKey }, async (tx) => {
    await followRun(tx, runId)
    ending = finish(database.db, run, succeededEnding)
    await somebodyWaits()
  })
  await ending
  expect(await told()).toEqual(['running', 'succeeded new'])
})

test('two starts of one person at once follow a run once', async () => {
  await admitTest(database, { requestedBy: 'schedule' })
  const starts = Array.from({ length: 8 }, () => startTest(database))
  for (const { deduplicated } of await Promise.all(starts)) expect(deduplicated).toBe(true)
  expect(await told()).toEqual(['queued new'])
})

test('a transition that is rolled back tells nobody', async () => {
  const { runId } = await admitAsOperator()
  const run = await claimRun(database, runId)
  const closingStep = () => Promise.reject(new Error('died'))
  await expect(finish(database.db, run, { ...succeededEnding, closingStep })).rejects.toThrow('died')
  expect(await told()).toEqual(['queued', 'running new'])
})

test('the record of a reconcile pass tells nobody', async () => {
  const { workspaceId } = database.tenant
  const [run] = await database.sql`insert into runs (workspace_id, operation, identity, status, requested_by)
    values (${workspaceId}, 'ops.reconcile_adapter_runs', 'x', 'running', ${operator}) returning id`
  await database.sql`insert into run_events (run_id, seq, kind, data) values (${run!.id}, 1, 'ended', '{"status":"failed"}')`
  expect(await database.sql`select from notifications`).toHaveLength(0)
})

import { identityOf, admit } from '../../../src/runs/ledger/admit'
import { queueHealth } from '../../../src/runs/ledger/health'
import { purgeRuns } from '../../../src/runs/ledger/purge'
import { readRun } from '../../../src/runs/ledger/read'
import { countTrouble } from '../../../src/runs/ledger/trouble'
import { readmit } from '../../../src/runs/ledger/readmit'
import { findExpired, findIdle, findNeverSent, findPerhapsLost } from '../../../src/runs/reconcile/look-ups'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { addEndedRuns } from '../../../local/bench/ended-runs'
import { admitTest, claimRun, completeRun, failedEnding, startTest } from '../../support/runs'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 1 })
  const { workspaceId, externalId } = database.tenant
  await addEndedRuns(database.sql, {
    workspaceId,
    tenantIds: [externalId],
    identity: identityOf('test', {}),
    count: 20_000,
  })
}, 120_000)
afterAll(() => database.close())

/** How many rows of `runs` the work reads from the table. */
async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const before = await readSoFar()
  await work()
  return (await readSoFar()) - before
}
async function readSoFar(): Promise<number> {
  await database.db.execute('select pg_stat_force_next_flush()')
  await database.db.execute('select 1')
  const [row] = await database.sql`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_user_tables where relname = 'runs'`
  return Number(row!.rows)
}

const request = () => ({
  workspaceId: database.tenant.workspaceId,
  tenantId: database.tenant.externalId,
  tenantKey: database.tenant.externalId,
  operation: 'test',
  lane: 'sync' as const,
  input: {},
  cooldownMs: 0,
})

test.each([
  ['the health', () => queueHealth(database.db)],
  [
    'what is wrong',
    () => countTrouble(database.db, { expectedSeconds: { test: 1 }, syncIdentity: identityOf('test', {}) }),
  ],
  ['a request without a cooldown', () => startTest(database)],
  ['the same once more', () => startTest(database)],
  ['a request with a cooldown', () => admit(database.db, { ...request(), cooldownMs: 900_000, lane: 'interactive' })],
  ['a trailing request', () => admit(database.db, { ...request(), trailing: true })],
  ['expired leases', () => findExpired(database.db)],
  ['idle lanes', () => findIdle(database.db)],
  ['messages never sent', () => findNeverSent(database.db)],
  ['messages perhaps lost', () => findPerhapsLost(database.db)],
  [
    'one run',
    async () => {
      const [row] = await database.sql`select id from runs where failed_by is null limit 1`
      return readRun(database.db, row!.id)
    },
  ],
  ['a purge without anything to delete', () => purgeRuns(database.db, { retentionDays: 90, limit: 100 })],
])('20: %s reads no ended runs beyond those it needs', async (_name, work) => {
  expect(await rowsRead(work)).toBeLessThan(50)
})

test('20: taking a failed run up again reads no other ended runs', async () => {
  await database.sql`update runs set status = 'cancelled', finished_at = now() where status in ('queued', 'running')`
  const { id } = await completeRun(database, {}, failedEnding('7'))
  const run = (await readRun(database.db, id))!
  expect(await rowsRead(() => readmit(database.db, run, { writesToTenant: false }))).toBeLessThan(50)
})

test('20: health counts what waits and works, and what ended in the last 24 hours', async () => {
  await database.sql`update runs set status = 'cancelled', finished_at = now() - interval '25 hours' where status in ('queued', 'running')`
  const before = await queueHealth(database.db)
  await completeRun(database)
  await completeRun(database, {}, failedEnding('8'))
  await completeRun(database, {}, failedEnding())
  await claimRun(database, (await admitTest(database)).runId)
  await admitTest(database, { operation: 'other' })
  expect(await queueHealth(database.db)).toEqual({
    waiting: 1,
    active: 1,
    completed: before.completed + 1,
    failed: before.failed + 2,
  })
})

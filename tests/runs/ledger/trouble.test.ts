import { identityOf } from '../../../src/runs/ledger/admit'
import { countTrouble } from '../../../src/runs/ledger/trouble'
import { type Database, openDatabase } from '../../../src/db/database'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, completeRun, failedEnding } from '../../support/runs'

let database: TestDatabase
let ops: Database
beforeEach(async () => {
  database = await createTestDatabase()
  ops = openDatabase(database.url, { role: 'ops', poolSize: 1 })
})
afterEach(async () => {
  await ops.close()
  await database.close()
})

const look = () => countTrouble(ops.db, { expectedSeconds: { test: 1_000 }, syncIdentity: identityOf('test', {}) })
const nothing = { deadLettered: 0, oldestWaitingSeconds: null, owed: 0, late: 0, failingTenants: 0 }

test('in an empty ledger nothing is wrong', async () => {
  expect(await look()).toEqual(nothing)
})

test('the run that waits longest is counted from when it is due, and one that is due later does not wait', async () => {
  const { runId } = await admitTest(database)
  await database.sql`update runs set sent_at = now(), due_at = now() + interval '1 hour'`
  expect((await look()).oldestWaitingSeconds).toBeNull()
  await database.sql`update runs set due_at = now() - interval '1 hour'`
  await admitTest(database, { operation: 'other' })
  const { oldestWaitingSeconds } = await look()
  expect(oldestWaitingSeconds).toBeGreaterThanOrEqual(3_600)
  await claimRun(database, runId)
  expect((await look()).oldestWaitingSeconds).toBeLessThan(oldestWaitingSeconds!)
})

test('a message that was not sent for 10 s is owed, and a sent one or a run that has no lane yet is not', async () => {
  const { runId } = await admitTest(database)
  await admitTest(database, { operation: 'other' })
  expect((await look()).owed).toBe(0)
  await database.sql`update runs set dispatched_at = dispatched_at - interval '11 s', created_at = now() - interval '11 s'`
  expect((await look()).owed).toBe(1)
  await database.sql`update runs set sent_at = now() where id = ${runId}`
  expect((await look()).owed).toBe(0)
})

test('a run is late after three times the usual duration of its operation', async () => {
  const { runId } = await admitTest(database)
  await claimRun(database, runId)
  const startedBefore = (seconds: number) =>
    database.sql`update runs set started_at = now() - ${seconds}::int * interval '1 s'`
  await startedBefore(2_000)
  expect((await look()).late).toBe(0)
  await startedBefore(3_001)
  expect((await look()).late).toBe(1)
  await database.sql`update runs set operation = 'unknown'`
  expect((await look()).late).toBe(0)
})

test('runs that failed a message are counted for 24 hours', async () => {
  await completeRun(database, { operation: 'a' }, failedEnding('7'))
  await completeRun(database, { operation: 'b' }, failedEnding())
  expect((await look()).deadLettered).toBe(1)
  await database.sql`update runs set finished_at = now() - interval '25 hours'`
  expect((await look()).deadLettered).toBe(0)
})

test('a tenant fails from a failed sync until the next one that does not, also while that works', async () => {
  await completeRun(database, {}, failedEnding())
  await completeRun(database, { operation: 'other' })
  expect((await look()).failingTenants).toBe(1)
  const { runId } = await admitTest(database)
  await claimRun(database, runId)
  expect((await look()).failingTenants).toBe(1)
  await database.sql`update runs set status = 'succeeded', finished_at = clock_timestamp() where id = ${runId}`
  expect((await look()).failingTenants).toBe(0)
})

test('each active tenant is counted once, a paused one and one that other operations failed not', async () => {
  const paused = await addTenant(database)
  const well = await addTenant(database)
  for (const { workspaceId, externalId: tenantId } of [database.tenant, paused]) {
    for (let sync = 1; sync <= 2; sync++) await completeRun(database, { workspaceId, tenantId }, failedEnding())
  }
  await completeRun(database, { tenantId: well.externalId, operation: 'other' }, failedEnding())
  expect((await look()).failingTenants).toBe(2)
  await database.sql`update tenants set status = 'paused', activated_at = now() where external_id = ${paused.externalId}`
  expect((await look()).failingTenants).toBe(1)
})

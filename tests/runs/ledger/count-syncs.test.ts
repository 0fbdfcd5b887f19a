import { countSyncs } from '../../../src/runs/ledger/count-syncs'
import { identityOf } from '../../../src/runs/ledger/admit'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, completeRun, failedEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const sync = { name: 'test', identity: identityOf('test', {}) }
const count = () => countSyncs(database.db, sync)
const calm = { oldestDueSyncSeconds: null, oldestOwedSeconds: null, tenantsWithoutSync: 0 }

/** A schedule of the tenant, which is active for so long; it is due in, or since, so long. */
async function addSchedule({ activeFor, due }: { activeFor: string; due: string }): Promise<void> {
  const { externalId } = database.tenant
  await database.sql`insert into schedules (tenant_id, operation, every_minutes) values (${externalId}, 'test', 1440)`
  await database.sql.unsafe(`update tenants set activated_at = now() - interval '${activeFor}'`)
  await database.sql.unsafe(`update schedules set next_at = now() + interval '${due}'`)
}
const endedAgo = (ago: string) => database.sql.unsafe(`update runs set finished_at = now() - interval '${ago}'`)

test('nothing is late where nothing is scheduled', async () => {
  expect(await count()).toEqual(calm)
})

test('how long the schedule of a sync is due, and a message owed', async () => {
  await addSchedule({ activeFor: '1 hour', due: '-90 seconds' })
  await admitTest(database, { lane: 'interactive', operation: 'other' })
  await database.sql`update runs set dispatched_at = now() - interval '5 minutes'`
  const { oldestDueSyncSeconds, oldestOwedSeconds, tenantsWithoutSync } = await count()
  expect([oldestDueSyncSeconds, oldestOwedSeconds].map((seconds) => Math.round(seconds! / 10))).toEqual([9, 30])
  expect(tenantsWithoutSync).toBe(0)
})

test('a schedule that is paused, or of a paused tenant, or of another operation is not late', async () => {
  await addSchedule({ activeFor: '2 days', due: '-1 day' })
  expect(await count()).toMatchObject({ oldestDueSyncSeconds: expect.any(Number), tenantsWithoutSync: 1 })
  for (const change of [
    `update schedules set enabled = false`,
    `update schedules set enabled = true; update tenants set status = 'paused'`,
    `update tenants set status = 'active'; update schedules set operation = 'other'`,
  ]) {
    await database.sql.unsafe(change)
    expect(await count()).toEqual(calm)
  }
})

test.each([
  ['one of everything an hour ago', {}, undefined, '1 hour', 0],
  ['one of everything 27 hours ago', {}, undefined, '27 hours', 1],
  ['a failed one an hour ago', {}, failedEnding(), '1 hour', 1],
  ['one of a few policies an hour ago', { scope: { sources: ['a'] } }, undefined, '1 hour', 1],
] as const)('a tenant of two days with a sync: %s', async (_what, request, ending, ago, without) => {
  await addSchedule({ activeFor: '2 days', due: '1 hour' })
  await completeRun(database, request, ending)
  await endedAgo(ago)
  expect(await count()).toMatchObject({ tenantsWithoutSync: without })
})

test('a tenant that is active for an hour alone is not without a sync yet', async () => {
  await addSchedule({ activeFor: '1 hour', due: '1 hour' })
  expect(await count()).toMatchObject({ tenantsWithoutSync: 0 })
})

import { admit, type AdmitRequest } from '../../../src/runs/ledger/admit'
import { claim } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import { writePolicy } from '../../../src/intune/store/write-policy'
import type { Db } from '../../../src/db/database'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { until } from '../../support/until'
import { unit } from '../../support/harness'
import { admitTest, claimed, wellEnded } from '../../support/runs'
import { withoutGuard } from '../../support/without-guard'

// Each wall is taken out in turn, and what it holds back is seen to happen. The other suites show that it holds.

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterEach(() => database.close())

const noLock = (query: string) => query.replace('for no key update', '')
const noGuard = (query: string) => query.replace('where old.attempt <= excluded.attempt', '')
const noFence = (query: string) =>
  query.replace(/and (attempt = \$\d+) and status = 'running' for key share/, 'and ($1 or true) for key share')
const noLease = (query: string) => query.replace('lease_until < clock_timestamp()', 'true')

/**
 * Two transactions meet: the second is begun when the first has done its work and not yet committed, and the first goes
 * on when the second has ended or waits for it. No luck is needed.
 */
async function meet(
  rewrite: (query: string) => string,
  first: (db: Db) => Promise<unknown>,
  second: (db: Db) => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>[]> {
  let begun = false
  let ending: Promise<unknown> = Promise.resolve()
  const other = withoutGuard(database.url, rewrite)
  const held = withoutGuard(database.url, rewrite, {
    async beforeCommit() {
      if (begun) return
      begun = true
      let ended = false
      ending = second(other.db)
      void ending.catch(() => {}).finally(() => (ended = true))
      await until('the second ended or waits', async () => ended || (await waiting()) > 0)
    },
  })
  const results = await Promise.allSettled([first(held.db), until('the second began', () => begun).then(() => ending)])
  await Promise.all([held.close(), other.close()])
  return results
}

const waiting = async () => {
  const rows =
    await database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return rows.length
}
const same = (query: string) => query
const request = (input: unknown): AdmitRequest => {
  const { workspaceId, externalId: tenantId } = database.tenant
  return { workspaceId, tenantId, operation: 'test', lane: 'sync', input, cooldownMs: 0 }
}
const dispatched = async () =>
  (await database.sql`select 1 from runs where dispatched_at is not null and finished_at is null`).length

/** A run ends while another request is admitted; gives how many runs then hold the lane. */
async function finishMeetsAdmission(rewrite: (query: string) => string): Promise<number> {
  const run = await claimed(database, (await admitTest(database)).runId)
  await meet(
    rewrite,
    (db) => finish(db, run, wellEnded),
    (db) => admit(db, request({ n: 2 })),
  )
  return dispatched()
}

test('the tenant’s lock keeps a finish and an admission apart; without it the lane stays idle', async () => {
  expect(await finishMeetsAdmission(same)).toBe(1)
  await database.sql`truncate runs cascade`
  expect(await finishMeetsAdmission(noLock)).toBe(0)
})

/** Two requests are admitted at once. */
const admissionsMeet = (rewrite: (query: string) => string, one: unknown, two: unknown) =>
  meet(
    rewrite,
    (db) => admit(db, request(one)),
    (db) => admit(db, request(two)),
  )

test('without the lock only the unique index keeps a lane to one run; without both it gets two', async () => {
  expect(await admissionsMeet(noLock, 1, 2)).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }])
  expect(await dispatched()).toBe(1)
  await database.sql`truncate runs cascade`
  await database.sql`drop index runs_one_dispatched_per_lane`
  await admissionsMeet(noLock, 1, 2)
  expect(await dispatched()).toBe(2)
})

test('without the lock only the unique index keeps an identity to one waiting run; without both it gets two', async () => {
  const runs = async () => (await database.sql`select 1 from runs`).length
  await admissionsMeet(noLock, 1, 1)
  expect(await runs()).toBe(1)
  await database.sql`truncate runs cascade`
  await database.sql`drop index runs_one_waiting_per_identity`
  await database.sql`drop index runs_one_dispatched_per_lane`
  await admissionsMeet(noLock, 1, 1)
  expect(await runs()).toBe(2)
})

test('with the lock both requests get one run', async () => {
  expect(await admissionsMeet(same, 1, 1)).toMatchObject([
    { value: { deduplicated: false } },
    { value: { deduplicated: true } },
  ])
})

/**
 * An old attempt's unit that was already past the fence check comes after the new attempt's; gives the value that
 * stays.
 */
async function lateUnit(rewrite: (query: string) => string): Promise<string | undefined> {
  const { db, used, close } = withoutGuard(database.url, (query) => rewrite(noFence(query)))
  const run = await claimed(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, appKey: database.tenant.appKey }
  await database.sql`update runs set attempt = 2 where id = ${run.id}`
  await writePolicy(database.db, { ...writer, attempt: 2 }, unit('p', 'new'))
  await writePolicy(db, { ...writer, attempt: 1 }, unit('p', 'old'))
  await close()
  expect(used()).toBe(1)
  const [row] = await database.sql`select setting_value from policy_settings`
  return row?.setting_value as string | undefined
}

test('the attempt guard of the item stops an older unit that slipped past the fence; without it, old overwrites new', async () => {
  expect(await lateUnit((query) => query)).toBe('new')
  await database.sql`truncate runs, run_items, policy_settings cascade`
  expect(await lateUnit(noGuard)).toBe('old')
})

test('without the lease two workers get one run', async () => {
  const { runId } = await admitTest(database)
  await claimed(database, runId)
  expect(await claim(database.db, runId)).toBeUndefined()
  const { db, used, close } = withoutGuard(database.url, noLease)
  expect(await claim(db, runId).finally(close)).toMatchObject({ attempt: 2 })
  expect(used()).toBe(1)
})

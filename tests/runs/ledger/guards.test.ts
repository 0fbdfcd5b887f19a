import { admit, type AdmitRequest } from '../../../src/runs/ledger/admit'
import { claim } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import { writePolicy } from '../../../src/intune/store/write-policy'
import type { Db } from '../../../src/db/database'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { until } from '../../support/until'
import { unit } from '../../support/harness'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'
import { withoutGuard } from '../../support/without-guard'

// Each test removes one guard, and sees what the guard prevented happen. The other suites test with all guards.

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterEach(() => database.close())

const noLock = (query: string) => query.replace('for no key update', '')
const noAttemptGuard = (query: string) => query.replace('where old.attempt <= excluded.attempt', '')
const noFencingToken = (query: string) =>
  query.replace(/and (attempt = \$\d+) and status = 'running' for key share/, 'and ($1 or true) for key share')
const noLeaseCheck = (query: string) => query.replace('lease_until < clock_timestamp()', 'true')

/**
 * Runs two transactions at once, in a fixed order: the second begins just before the first commits, and the first
 * commits when the second has ended or waits for a lock.
 */
async function meet(
  rewrite: (query: string) => string,
  first: (db: Db) => Promise<unknown>,
  second: (db: Db) => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>[]> {
  let begun = false
  let ending: Promise<unknown> = Promise.resolve()
  const other = withoutGuard(database.url, rewrite)
  const withHook = withoutGuard(database.url, rewrite, {
    async beforeCommit() {
      if (begun) return
      begun = true
      let ended = false
      ending = second(other.db)
      void ending.catch(() => {}).finally(() => (ended = true))
      await until('the second ended or waits', async () => ended || (await waiting()) > 0)
    },
  })
  const results = await Promise.allSettled([
    first(withHook.db),
    until('the second began', () => begun).then(() => ending),
  ])
  await Promise.all([withHook.close(), other.close()])
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

/** Ends a run while another request is admitted. Returns how many runs then hold the lane. */
async function finishMeetsAdmission(rewrite: (query: string) => string): Promise<number> {
  const run = await claimRun(database, (await admitTest(database)).runId)
  await meet(
    rewrite,
    (db) => finish(db, run, succeededEnding),
    (db) => admit(db, request({ n: 2 })),
  )
  return dispatched()
}

test('the tenant’s lock separates a finish from an admission; without it the lane stays idle', async () => {
  expect(await finishMeetsAdmission(same)).toBe(1)
  await database.sql`truncate runs cascade`
  expect(await finishMeetsAdmission(noLock)).toBe(0)
})

/** Admits two requests at once. */
const admissionsMeet = (rewrite: (query: string) => string, one: unknown, two: unknown) =>
  meet(
    rewrite,
    (db) => admit(db, request(one)),
    (db) => admit(db, request(two)),
  )

test('without the lock only the unique index limits a lane to one run; without both it gets two', async () => {
  expect(await admissionsMeet(noLock, 1, 2)).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }])
  expect(await dispatched()).toBe(1)
  await database.sql`truncate runs cascade`
  await database.sql`drop index runs_one_dispatched_per_lane`
  await admissionsMeet(noLock, 1, 2)
  expect(await dispatched()).toBe(2)
})

test('without the lock only the unique index limits an identity to one waiting run; without both it gets two', async () => {
  const runs = async () => (await database.sql`select 1 from runs`).length
  await admissionsMeet(noLock, 1, 1)
  expect(await runs()).toBe(1)
  await database.sql`truncate runs cascade`
  await database.sql`drop index runs_one_waiting_per_identity`
  await database.sql`drop index runs_one_dispatched_per_lane`
  await admissionsMeet(noLock, 1, 1)
  expect(await runs()).toBe(2)
})

test('with the lock, both requests get the same run', async () => {
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
  const { db, used, close } = withoutGuard(database.url, (query) => rewrite(noFencingToken(query)))
  const run = await claimRun(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, appKey: database.tenant.appKey }
  await database.sql`update runs set attempt = 2 where id = ${run.id}`
  await writePolicy(database.db, { ...writer, attempt: 2 }, unit('p', 'new'))
  await writePolicy(db, { ...writer, attempt: 1 }, unit('p', 'old'))
  await close()
  expect(used()).toBe(1)
  const [row] = await database.sql`select setting_value from policy_settings`
  return row?.setting_value as string | undefined
}

test('the item’s attempt stops an older unit that passed the fence; without it the old value overwrites the new', async () => {
  expect(await lateUnit((query) => query)).toBe('new')
  await database.sql`truncate runs, run_items, policy_settings cascade`
  expect(await lateUnit(noAttemptGuard)).toBe('old')
})

test('without the check of the lease two workers claim one run', async () => {
  const { runId } = await admitTest(database)
  await claimRun(database, runId)
  expect(await claim(database.db, runId)).toBeUndefined()
  const { db, used, close } = withoutGuard(database.url, noLeaseCheck)
  expect(await claim(db, runId).finally(close)).toMatchObject({ attempt: 2 })
  expect(used()).toBe(1)
})

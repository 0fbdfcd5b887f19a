import { admit, type AdmitRequest } from '../../src/ledger/admit'
import { claim } from '../../src/ledger/claim'
import { finish } from '../../src/ledger/finish'
import { writePolicy } from '../../src/settings/write'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'
import { unit } from '../support/harness'
import { admitTest, claimed, wellEnded } from '../support/runs'
import { withoutWall } from '../support/without-wall'

// Each wall is taken out in turn, and what it holds back is seen to happen. The other suites show that it holds.

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterEach(() => database.close())

const noLock = (query: string) => query.replace('for no key update', '')
const noGuard = (query: string) => query.replace('where old.attempt <= excluded.attempt', '')
const noFence = (query: string) =>
  query.replace(/and (attempt = \$\d+) and status = 'running' for key share/, 'and ($1 or true) for key share')
const noLease = (query: string) => query.replace('lease_until < clock_timestamp()', 'true')

/** Races of a finish with four different requests; gives how often the lane ended idle although a run waits for it. */
async function idleLanes(db: TestDatabase['db'], trials: number): Promise<number> {
  let idle = 0
  const { workspaceId } = database.tenant
  for (let i = 0; i < trials; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const request: AdmitRequest = { workspaceId, tenantId, operation: 'test', lane: 'sync', input: {}, cooldownMs: 0 }
    const { runId } = await admit(db, request)
    const run = (await claim(db, runId))!
    const others = Array.from({ length: 4 }, (_, n) => admit(db, { ...request, input: { n } }))
    await Promise.allSettled([...others, finish(db, run, wellEnded)])
    const dispatched = await database.sql`select 1 from runs where tenant_id = ${tenantId}
      and status = 'queued' and dispatched_at is not null`
    if (dispatched.length === 0) idle++
  }
  return idle
}

test('without the tenant’s lock a finish that races with admissions leaves the lane idle, or fails', async () => {
  const { db, used, close } = withoutWall(database.url, noLock)
  const idle = await idleLanes(db, 150).finally(close)
  expect(used()).toBeGreaterThan(0)
  expect(idle).toBeGreaterThan(0)
})

test('with the lock the same races leave no lane idle', async () => {
  expect(await idleLanes(database.db, 50)).toBe(0)
})

/** Eight different requests at once, without the lock: gives the dispatched runs of the one lane. */
async function dispatchedAtOnce(db: TestDatabase['db']): Promise<number> {
  const { externalId: tenantId } = await addTenant(database)
  const { workspaceId } = database.tenant
  const request = { workspaceId, tenantId, operation: 'test', lane: 'sync' as const, cooldownMs: 0 }
  await Promise.allSettled(Array.from({ length: 8 }, (_, n) => admit(db, { ...request, input: { n } })))
  const rows = await database.sql`select 1 from runs where tenant_id = ${tenantId} and dispatched_at is not null`
  return rows.length
}

test('without the lock only the unique index keeps a lane to one; without both a lane gets two', async () => {
  const { db, close } = withoutWall(database.url, noLock)
  const most = async () => {
    let most = 0
    for (let i = 0; i < 20; i++) most = Math.max(most, await dispatchedAtOnce(db))
    return most
  }
  expect(await most()).toBe(1)
  await database.sql`drop index runs_one_dispatched_per_lane`
  expect(await most()).toBeGreaterThan(1)
  await close()
})

test('without the lock only the unique index keeps an identity to one waiting run; without both it gets two', async () => {
  const { db, close } = withoutWall(database.url, noLock)
  const { workspaceId } = database.tenant
  const most = async () => {
    let most = 0
    for (let i = 0; i < 20; i++) {
      const { externalId: tenantId } = await addTenant(database)
      const request = { workspaceId, tenantId, operation: 'test', lane: 'sync' as const, cooldownMs: 0, input: {} }
      await Promise.allSettled(Array.from({ length: 8 }, () => admit(db, request)))
      const rows = await database.sql`select 1 from runs where tenant_id = ${tenantId}`
      most = Math.max(most, rows.length)
    }
    return most
  }
  expect(await most()).toBe(1)
  await database.sql`drop index runs_one_waiting_per_identity`
  await database.sql`drop index runs_one_dispatched_per_lane`
  expect(await most()).toBeGreaterThan(1)
  await close()
})

/** An old attempt's unit that was already past the fence check comes after the new attempt's; gives the value that stays. */
async function lateUnit(rewrite: (query: string) => string): Promise<string | undefined> {
  const { db, used, close } = withoutWall(database.url, (query) => rewrite(noFence(query)))
  const run = await claimed(database, (await admitTest(database)).runId)
  const writer = { runId: run.id, appKey: database.tenant.externalId }
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
  const { db, used, close } = withoutWall(database.url, noLease)
  expect(await claim(db, runId).finally(close)).toMatchObject({ attempt: 2 })
  expect(used()).toBe(1)
})

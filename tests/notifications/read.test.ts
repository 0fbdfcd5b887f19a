import { type Caller, principalText } from '../../src/access/caller'
import { createNotifications } from '../../src/notifications/notifications'
import { purgeRuns } from '../../src/runs/ledger/purge'
import { systemClock } from '../../src/shared/clock'
import { callerNamed } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest, completeRun } from '../support/runs'

let database: TestDatabase
let notifications: ReturnType<typeof createNotifications>
beforeEach(async () => {
  database = await createTestDatabase()
  notifications = createNotifications({ enter: database.enter, clock: systemClock })
})
afterEach(() => database.close())

const entryOf = (caller: Caller) => ({ caller, capability: 'notifications.read' }) as const
const operator = entryOf(callerNamed('operator'))
const owner = entryOf(callerNamed('owner'))
/** Admits so many runs for somebody: each is one unread notification. */
async function admitFor(caller: Caller, count: number) {
  for (let n = 0; n < count; n++)
    await admitTest(database, { requestedBy: principalText(caller), input: { n, by: caller.oid } })
}
const idsOf = async (entry = operator, unread?: boolean) =>
  (await notifications.listNotifications(entry, { limit: 50, unread })).items.map(({ id }) => id)

test('a list is given in pages, the newest first, and each account has its own', async () => {
  await admitFor(operator.caller, 5)
  await admitFor(owner.caller, 1)
  const first = await notifications.listNotifications(operator, { limit: 2 })
  const second = await notifications.listNotifications(operator, { limit: 2, before: first.next! })
  const third = await notifications.listNotifications(operator, { limit: 2, before: second.next! })
  const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id))
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  expect([ids.length, third.next]).toEqual([5, null])
  expect(await idsOf(owner)).toHaveLength(1)
})

test('those are read that somebody names, of his own alone', async () => {
  await admitFor(operator.caller, 3)
  await admitFor(owner.caller, 1)
  const [newest] = await idsOf()
  const [ofOwner] = await idsOf(owner)
  expect(await notifications.readNotifications(operator, { ids: [newest!, ofOwner!, 4_711] })).toEqual({
    marked: 1,
    done: true,
    unread: 2,
    more: false,
  })
  expect(await idsOf(operator, false)).toEqual([newest])
  expect(await notifications.countNotifications(owner)).toEqual({ unread: 1, more: false })
  expect(await notifications.readNotifications(operator, { ids: [] })).toEqual({
    marked: 0,
    done: true,
    unread: 2,
    more: false,
  })
})

test('all up to one are read, and what came later is not', async () => {
  await admitFor(operator.caller, 3)
  const [newest, middle] = await idsOf()
  expect(await notifications.readNotifications(operator, { upTo: middle! })).toEqual({
    marked: 2,
    done: true,
    unread: 1,
    more: false,
  })
  expect(await idsOf(operator, true)).toEqual([newest])
})

test('the count ends at a hundred', async () => {
  await admitFor(operator.caller, 101)
  expect(await notifications.countNotifications(operator)).toEqual({ unread: 100, more: true })
})

test('so many that a request has no time for them are marked in several', async () => {
  await admitFor(operator.caller, 1)
  await database.sql`insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at)
    select recipient, workspace_id, tenant_id, run_id, n, status, at from notifications, generate_series(2, 12000) n`
  // each look at the clock is a second later
  let now = 0
  const slow = createNotifications({ enter: database.enter, clock: { now: () => (now += 1_000) } })
  const upTo = 9_000_000_000_000_000
  const marked = [await slow.readNotifications(operator, { upTo }), await slow.readNotifications(operator, { upTo })]
  expect(marked.map((each) => [each.marked, each.done, each.more])).toEqual([
    [5_000, false, true],
    [5_000, false, true],
  ])
  // with time enough the rest is one request
  expect(await notifications.readNotifications(operator, { upTo })).toMatchObject({
    marked: 2_000,
    done: true,
    unread: 0,
  })
})

test('those of a removed tenant are neither listed nor counted', async () => {
  await admitFor(operator.caller, 1)
  await database.sql`update tenants set status = 'removed'`
  expect(await idsOf()).toEqual([])
  expect(await notifications.countNotifications(operator)).toEqual({ unread: 0, more: false })
})

test('who has lost his grant sees nothing more of the tenant', async () => {
  const { sql, tenant } = database
  const { tid, oid } = operator.caller
  await admitFor(operator.caller, 1)
  const [other] = await sql`insert into workspaces (name) values ('Other') returning id`
  await sql`insert into workspace_home_tenants (workspace_id, tid) values (${other!.id}, ${tid})`
  await sql`insert into grants (workspace_id, tid, oid, role, granted_by) values (${other!.id}, ${tid}, ${oid}, 'reader', 'test')`
  await sql`delete from grants where workspace_id = ${tenant.workspaceId} and oid = ${oid}`
  expect(await idsOf()).toEqual([])
  expect(await notifications.countNotifications(operator)).toEqual({ unread: 0, more: false })
  expect(await notifications.readNotifications(operator, { upTo: 1_000_000 })).toEqual({
    marked: 0,
    done: true,
    unread: 0,
    more: false,
  })
  expect(await sql`select from notifications where read_at is not null`).toHaveLength(0)
})

test('they go with their run', async () => {
  await completeRun(database, { requestedBy: principalText(operator.caller) })
  await database.sql`update runs set finished_at = now() - interval '91 days'`
  expect(await purgeRuns(database.db, { retentionDays: 90, limit: 10 })).toBe(1)
  expect(await database.sql`select from notifications`).toHaveLength(0)
})

test('the list and the count read an index, also where many are stored', async () => {
  await admitFor(operator.caller, 1)
  await database.sql`insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at, read_at)
    select case when n % 2 = 0 then recipient else 'x/y' end, workspace_id, tenant_id, run_id, n, status, at, now()
    from notifications, generate_series(2, 40000) n`
  await database.sql`analyze notifications`
  const plan = await database.sql`explain (format json) select from notifications
    where recipient = ${principalText(operator.caller)} and read_at is null order by id desc limit 101`
  expect(JSON.stringify(plan)).toContain('notifications_unread')
})

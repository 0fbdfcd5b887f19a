import { sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { Caller } from '../../../src/access/caller'
import { openDatabase } from '../../../src/db/database'
import { createStartAtOnce, type RequestAtOnce } from '../../../src/runs/api/start-at-once'
import type { AppError } from '../../../src/shared/errors'
import { systemClock } from '../../../src/shared/clock'
import { seed, type SeededTenant } from '../../../local/postgres/fresh'
import { callerNamed } from '../../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.close())
beforeEach(async () => {
  await database.sql`delete from runs`
  await database.sql`update tenants set status = 'active'`
})

const requestAs = (caller: Caller, { externalId: tenantKey }: SeededTenant): RequestAtOnce => ({
  entry: { caller, capability: 'policies.sync' },
  tenantKey,
  operation: 'test',
  lane: 'sync',
  input: {},
  cooldownMs: 0,
})

/** The run that a request led to, what it was told instead, or undefined when it needs the lock. */
const outcome = (request: RequestAtOnce) =>
  database.startAtOnce(request).then(
    (admission) => admission?.runId,
    (error: AppError) => error.code,
  )

/** Starts them so that all but the first go in one statement. */
async function inOneStatement(requests: RequestAtOnce[]) {
  const api = openDatabase(database.url, { poolSize: 1, role: 'api' })
  const start = createStartAtOnce(api.db, systemClock, 1)
  const first = await addTenant(database)
  try {
    const [, ...rest] = await Promise.allSettled([requestAs(callerNamed('owner'), first), ...requests].map(start))
    return rest.map((one) => (one.status === 'fulfilled' ? one.value?.runId : (one.reason as AppError).code))
  } finally {
    await api.close()
  }
}

const runs = () =>
  database.sql`select r.tenant_id, r.requested_by, r.acting_for, r.dispatched_at is not null as dispatched,
    (select count(*)::int from run_events e where e.run_id = r.id and e.actor = r.requested_by) as events,
    (select count(*)::int from audit_events a where a.run_id = r.id and a.actor = r.requested_by) as audits
    from runs r order by seq`

test('requests of several callers in one statement: each gets what he may, in his own name', async () => {
  const own = database.tenant
  const other = await addTenant(database)
  const foreign = await seed(database.db, randomUUID())
  await database.sql`delete from grants where workspace_id = ${foreign.workspaceId}`
  const operator = callerNamed('operator')
  const acting = callerNamed('actas', callerNamed('manager'))
  const told = await inOneStatement([
    requestAs(operator, own),
    requestAs(operator, foreign),
    requestAs(callerNamed('reader'), other),
    requestAs(callerNamed('stranger'), own),
    { ...requestAs(operator, own), tenantKey: 'no such tenant' },
    requestAs(acting, other),
    requestAs(callerNamed('manager'), own),
  ])
  const [first, , , , , second, again] = told
  expect(told).toEqual([first, 'access.denied', 'access.role_too_low', 'access.denied', 'access.denied', second, first])
  expect(again).toBe(first)
  const who = ({ tid, oid }: Caller) => `${tid}/${oid}`
  const written = { dispatched: true, events: 1, audits: 1 }
  expect((await runs()).slice(1)).toEqual([
    { tenant_id: own.externalId, requested_by: who(operator), acting_for: null, ...written },
    {
      tenant_id: other.externalId,
      requested_by: who(acting),
      acting_for: who(callerNamed('manager')),
      ...written,
    },
  ])
})

test('one that fails in the database fails alone', async () => {
  const tenants = await Promise.all([1, 2, 3].map(() => addTenant(database)))
  const operator = callerNamed('operator')
  const [one, broken, three] = tenants.map((tenant) => requestAs(operator, tenant))
  const told = await inOneStatement([
    one!,
    { ...broken!, entry: { ...broken!.entry, caller: { ...operator, oid: 'no uuid' } } },
    three!,
  ])
  expect(told).toEqual([expect.stringMatching(/-/), undefined, expect.stringMatching(/-/)])
  expect(await runs()).toHaveLength(3)
})

test('one that fails while others wait for it fails alone', async () => {
  const operator = callerNamed('operator')
  const broken = requestAs({ ...operator, oid: 'no uuid' }, await addTenant(database))
  const others = await Promise.all([1, 2].map(() => addTenant(database)))
  const api = openDatabase(database.url, { poolSize: 1, role: 'api' })
  const start = createStartAtOnce(api.db, systemClock, 1)
  const settled = await Promise.allSettled([broken, ...others.map((tenant) => requestAs(operator, tenant))].map(start))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  await api.close()
})

test('what waited longer than its caller is not started any more', async () => {
  const api = openDatabase(database.url, { poolSize: 1, role: 'api' })
  let now = 0
  const start = createStartAtOnce(api.db, { sleep: async () => {}, now: () => now }, 1)
  const [first, second] = await Promise.all([1, 2].map(() => addTenant(database)))
  const operator = callerNamed('operator')
  const asked = [first!, second!].map((tenant) => start(requestAs(operator, tenant)))
  now = 1_701
  const third = start(requestAs(operator, database.tenant))
  const told = await Promise.allSettled([...asked, third])
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(told[1]).toMatchObject({ reason: { code: 'db.unavailable' } })
  expect(await runs()).toHaveLength(2)
  await api.close()
})

/** What the function takes, as the operator would ask. */
function wholeRequest() {
  const { tid, oid } = callerNamed('operator')
  const { externalId: tenant_key } = database.tenant
  const asked = { kind: 'person', role: 'operator', operation: 'test', lane: 'sync', identity: 'x', input: {} }
  return { tid, oid, tenant_key, ...asked, is_trailing: false, event: {} }
}

test('the function writes nothing for a request that is not whole', async () => {
  const whole = wholeRequest()
  const { tid } = callerNamed('operator')
  const api = openDatabase(database.url, { poolSize: 1, role: 'api' })
  const call = (request: object) => api.db.execute(sql`select id from start_run(${JSON.stringify(request)}::jsonb)`)
  const changes = [{ kind: 'god' }, { kind: null }, { lane: null }, { lane: 'fast' }, { operation: '' }, { identity: null }, { input: null }, { event: null }, { acting_tid: tid }, { role: null }] // prettier-ignore
  for (const change of changes) {
    const rows = await call({ ...whole, ...change })
    expect([change, rows.filter(({ id }) => id !== null)]).toEqual([change, []])
  }
  expect(await runs()).toEqual([])
  expect(await call(whole)).toMatchObject([{ id: expect.any(String) }])
  await api.close()
})

test.each(['pending', 'paused'] as const)('a %s tenant starts nothing', async (status) => {
  await database.sql`update tenants set status = ${status} where external_id = ${database.tenant.externalId}`
  expect(await outcome(requestAs(callerNamed('owner'), database.tenant))).toBe(`tenant.${status}`)
  expect(await runs()).toEqual([])
})

test('where the tenant’s lock is needed, nothing is done and nothing waits', async () => {
  const request = requestAs(callerNamed('operator'), database.tenant)
  await database.sql.begin(async (tx) => {
    await tx`select 1 from tenants where external_id = ${database.tenant.externalId} for no key update`
    expect(await outcome(request)).toBeUndefined()
  })
  expect(await outcome({ ...request, cooldownMs: 1 })).toBeUndefined()
  const run = await claimRun(database, (await admitTest(database, { input: 'other' })).runId)
  expect(await outcome(request)).toBeUndefined()
  expect(await runs()).toHaveLength(1)
  expect(await outcome({ ...request, input: 'other' })).toBe(run.id)
  expect(await outcome({ ...request, input: 'other', trailing: true })).toBeUndefined()
})

test('with too many runs waiting in another lane nothing is done: the longer way refuses it', async () => {
  for (const n of [1, 2, 3]) await admitTest(database, { lane: 'interactive', input: n })
  const request = requestAs(callerNamed('operator'), database.tenant)
  expect(await outcome({ ...request, maxWaiting: 3 })).toBeUndefined()
  expect(await outcome({ ...request, maxWaiting: 4 })).toMatch(/-/)
})

test('no login but a member of the API’s role calls the function, and it needs that role in force', async () => {
  await expect(database.sql`select * from start_run('{}'::jsonb)`).resolves.toEqual([])
  const asked = database.sql`select * from start_run(${JSON.stringify(wholeRequest())}::text::jsonb)`
  await expect(asked).rejects.toThrow('needs the role')
  for (const role of ['ops', 'worker'] as const) {
    const { db, close } = openDatabase(database.url, { role, poolSize: 1 })
    await expect(db.execute(`select * from start_run('{}'::jsonb)`)).rejects.toMatchObject({ cause: { code: '42501' } })
    await close()
  }
})

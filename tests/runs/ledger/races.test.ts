import type { TenantId } from '../../../src/shared/ids'
import { finish } from '../../../src/runs/ledger/finish'
import { type Admission, admitByKey, type RequestByKey } from '../../../src/runs/ledger/admit'
import { claim } from '../../../src/runs/ledger/claim'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

const cooldownMs = 900_000
const trials = 1_250
const racers = 8

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterAll(() => database.close())

/** Admits a request that names the tenant by its key, as HTTP requests do. */
async function byKey(tenantKey: string, request: Partial<RequestByKey> = {}): Promise<Admission> {
  const fullRequest = { tenantKey, operation: 'test', lane: 'sync' as const, input: {}, cooldownMs: 0, ...request }
  return (await admitByKey(database.db, fullRequest))!
}

/** Races a finish with eight admissions of the same request. Returns how many of them created a run. */
async function race(tenantId: TenantId): Promise<number> {
  const { runId } = await admitTest(database, { tenantId, cooldownMs, force: true })
  const run = await claimRun(database, runId)
  const admissions = Array.from({ length: racers }, (_, n) =>
    n % 2 ? admitTest(database, { tenantId, cooldownMs }) : byKey(tenantId, { cooldownMs }),
  )
  const [answers] = await Promise.all([Promise.all(admissions), finish(database.db, run, succeededEnding)])
  return answers.filter((answer) => !answer.deduplicated).length
}

test('10,000 admissions race with a finish: none bypasses the cooldown or creates a second run', async () => {
  const tenants = await Promise.all(Array.from({ length: 3 }, () => addTenant(database)))
  let bypassed = 0
  for (let i = 0; i < trials; i += tenants.length) {
    const round = tenants.slice(0, Math.min(tenants.length, trials - i))
    for (const created of await Promise.all(round.map((t) => race(t.externalId)))) bypassed += created
  }
  expect(bypassed).toBe(0)
  const [row] = await database.sql`select count(*)::int as n, count(distinct identity)::int as identities from runs`
  expect(row).toEqual({ n: trials, identities: 1 })
}, 120_000)

test('admissions race while no run is active: exactly one creates a run', async () => {
  for (let i = 0; i < 50; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const answers = await Promise.all(Array.from({ length: racers }, () => admitTest(database, { tenantId })))
    expect(answers.filter((answer) => !answer.deduplicated)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1)
  }
})

test('both ways of admission race with finishes and claims: a lane never has two runs, nor is idle while one waits', async () => {
  for (let i = 0; i < 150; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const first = i % 3 ? [await claimRun(database, (await admitTest(database, { tenantId })).runId)] : []
    const requests = [{ n: 0 }, { n: 0 }, { n: 1 }, { n: 2 }, { n: 0 }, { n: 1 }].map(async (input, n) => {
      const admission = await (n % 2 ? admitTest(database, { tenantId, input }) : byKey(tenantId, { input }))
      if (n === 2) await claim(database.db, admission.runId)
      return admission
    })
    await Promise.all([...requests, ...first.map((run) => finish(database.db, run, succeededEnding))])
    const [lane] = await database.sql`
      select count(*) filter (where dispatched_at is not null)::int as taken, count(*)::int as active,
        count(distinct identity) filter (where status = 'queued' and attempt = 0)::int as identities,
        count(*) filter (where status = 'queued' and attempt = 0)::int as waiting
      from runs where tenant_id = ${tenantId} and status in ('queued', 'running')`
    expect(lane).toMatchObject({ taken: 1, waiting: lane!.identities })
    const runIds = (await Promise.all(requests)).map((admission) => admission.runId)
    const known = await database.sql`select 1 from runs where id in ${database.sql([...new Set(runIds)])}`
    expect(known).toHaveLength(new Set(runIds).size)
  }
})

test('claims race for one run: exactly one gets it', async () => {
  for (let i = 0; i < 50; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const { runId } = await admitTest(database, { tenantId })
    const claims = await Promise.all(Array.from({ length: racers }, () => claim(database.db, runId)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  }
})

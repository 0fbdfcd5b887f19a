import { finish } from '../../../src/runs/ledger/finish'
import { claim } from '../../../src/runs/ledger/claim'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, startTest, succeededEnding } from '../../support/runs'
import { raceWithFinishes, racers } from './race-with-finishes'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterAll(() => database.close())

test('480 admissions race with a finish: none bypasses the cooldown or creates a second run', async () => {
  expect(await raceWithFinishes(database, 60)).toEqual({ bypassed: 0, runs: 60, identities: 1 })
})

test('admissions race while no run is active: exactly one creates a run', async () => {
  for (let i = 0; i < 50; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const answers = await Promise.all(Array.from({ length: racers }, () => admitTest(database, { tenantId })))
    expect(answers.filter((answer) => !answer.deduplicated)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1)
  }
})

test('both ways of admission race with finishes and claims: a lane never has two runs, nor is idle while one waits', async () => {
  for (let i = 0; i < 40; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const first = i % 3 ? [await claimRun(database, (await admitTest(database, { tenantId })).runId)] : []
    const requests = [{ n: 0 }, { n: 0 }, { n: 1 }, { n: 2 }, { n: 0 }, { n: 1 }].map(async (input, n) => {
      const admission = await (n % 2
        ? admitTest(database, { tenantId, input })
        : startTest(database, { tenantKey: tenantId, input }))
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

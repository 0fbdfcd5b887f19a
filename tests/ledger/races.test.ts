import { finish } from '../../src/ledger/finish'
import { claim } from '../../src/ledger/claim'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'
import { admitTest, claimed, wellEnded } from '../support/runs'

const cooldownMs = 900_000
const trials = 1_250
const racers = 8

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterAll(() => database.close())

/** A finish races with eight admissions of the same request; gives how many of them were let in. */
async function race(tenantId: string): Promise<number> {
  const { runId } = await admitTest(database, { tenantId, cooldownMs, force: true })
  const run = await claimed(database, runId)
  const admissions = Array.from({ length: racers }, () => admitTest(database, { tenantId, cooldownMs }))
  const [answers] = await Promise.all([Promise.all(admissions), finish(database.db, run, wellEnded)])
  return answers.filter((answer) => !answer.deduplicated).length
}

test('10,000 admissions racing with a finish: no bypassed cooldown, no double', async () => {
  const tenants = await Promise.all(Array.from({ length: 3 }, () => addTenant(database)))
  let bypassed = 0
  for (let i = 0; i < trials; i += tenants.length) {
    const round = tenants.slice(0, Math.min(tenants.length, trials - i))
    for (const letIn of await Promise.all(round.map((t) => race(t.externalId)))) bypassed += letIn
  }
  expect(bypassed).toBe(0)
  const [row] = await database.sql`select count(*)::int as n, count(distinct identity)::int as identities from runs`
  expect(row).toEqual({ n: trials, identities: 1 })
}, 120_000)

test('admissions racing with nothing active: exactly one is let in', async () => {
  for (let i = 0; i < 50; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const answers = await Promise.all(Array.from({ length: racers }, () => admitTest(database, { tenantId })))
    expect(answers.filter((answer) => !answer.deduplicated)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1)
  }
})

test('claims racing for one run: exactly one gets it', async () => {
  for (let i = 0; i < 50; i++) {
    const { externalId: tenantId } = await addTenant(database)
    const { runId } = await admitTest(database, { tenantId })
    const claims = await Promise.all(Array.from({ length: racers }, () => claim(database.db, runId)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  }
})

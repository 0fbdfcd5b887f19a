import { finish } from '../../../src/runs/ledger/finish'
import { addTenant, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, startTest, succeededEnding } from '../../support/runs'

export const racers = 8
const cooldownMs = 900_000

type Tenant = TestDatabase['tenant']

/** Races a finish with eight admissions of the same request, by both ways. Returns how many of them created a run. */
async function race(database: TestDatabase, { externalId: tenantId }: Tenant): Promise<number> {
  const { runId } = await admitTest(database, { tenantId, cooldownMs, force: true })
  const run = await claimRun(database, runId)
  const request = { tenantKey: tenantId, operation: 'test', lane: 'sync' as const, input: {}, cooldownMs }
  const admissions = Array.from({ length: racers }, async (_, n) =>
    n % 2 ? admitTest(database, { tenantId, cooldownMs }) : startTest(database, request),
  )
  const [answers] = await Promise.all([Promise.all(admissions), finish(database.db, run, succeededEnding)])
  return answers.filter((answer) => !answer.deduplicated).length
}

/** Runs so many races, three tenants at a time. Returns how many admissions bypassed the cooldown, and what runs there are. */
export async function raceWithFinishes(database: TestDatabase, trials: number) {
  const tenants = await Promise.all(Array.from({ length: 3 }, () => addTenant(database)))
  let bypassed = 0
  for (let i = 0; i < trials; i += tenants.length) {
    const round = tenants.slice(0, Math.min(tenants.length, trials - i))
    for (const created of await Promise.all(round.map((tenant) => race(database, tenant)))) bypassed += created
  }
  const [row] = await database.sql`select count(*)::int as runs, count(distinct identity)::int as identities from runs`
  return { bypassed, ...row }
}

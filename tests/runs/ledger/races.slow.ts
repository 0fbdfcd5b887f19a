import { createTestDatabase, type TestDatabase } from '../../support/database'
import { raceWithFinishes } from './race-with-finishes'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase({ poolSize: 24 })))
afterAll(() => database.close())

test('10,000 admissions race with a finish: none bypasses the cooldown or creates a second run', async () => {
  const trials = Math.ceil(1_250 / Number(process.env.TEST_SLICE ?? 1))
  expect(await raceWithFinishes(database, trials)).toEqual({ bypassed: 0, runs: trials, identities: 1 })
})

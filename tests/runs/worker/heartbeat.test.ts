import { startHeartbeat } from '../../../src/runs/worker/heartbeat'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'
import { until } from '../../support/until'
import { steppingClock } from './deliver'

let database: TestDatabase
let clock: ReturnType<typeof steppingClock>
beforeEach(async () => {
  database = await createTestDatabase()
  clock = steppingClock(1_000)
})
afterEach(async () => {
  clock.sleep = () => new Promise(() => {}) // a heartbeat that does not stop by itself
  await database.close()
})

/** A heartbeat of a new run whose progress changes each time, on a clock that never waits. */
async function start() {
  const run = await claimRun(database, (await admitTest(database)).runId)
  let beats = 0
  const progress = () => ({ phase: 'reading', done: ++beats, total: null, metrics: {} })
  const deps = { db: database.db, log: () => {}, clock, drain: new AbortController().signal }
  return { run, heartbeat: startHeartbeat(deps, run, progress), beats: () => beats }
}

test('after its stop a heartbeat extends no lease and asks for no progress', async () => {
  const { heartbeat, beats } = await start()
  await until('it beats', () => beats() > 4)
  await heartbeat.stop()
  const [before] = await database.sql`select lease_until::text, progress from runs`
  const stopped = beats()
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(beats()).toBe(stopped)
  expect(await database.sql`select lease_until::text, progress from runs`).toEqual([before])
})

test('the stop of a heartbeat waits for the extension that is under way', async () => {
  const { heartbeat } = await start()
  let stopped = false
  let stopping: Promise<unknown> | undefined
  await database.sql.begin(async (tx) => {
    await tx`select 1 from runs for update`
    await until('an extension waits for the lock', async () => {
      const waiting = await tx`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return waiting.length > 0
    })
    stopping = heartbeat.stop().then(() => (stopped = true))
    await tx`select 1`
    expect(stopped).toBe(false)
  })
  await stopping
})

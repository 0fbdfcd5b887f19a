import { cancel } from '../../../src/runs/ledger/cancel'
import { claim } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import { readRun } from '../../../src/runs/ledger/read'
import { requeue } from '../../../src/runs/ledger/requeue'
import { recoverExpired } from '../../../src/runs/reconcile/repairs'
import type { Run } from '../../../src/runs/ledger/types'
import { runsWithWrongEvents } from '../../crash/support/rows'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase({ poolSize: 16 })))
afterAll(() => database.close())

const rounds = 30
const later = { delayMs: 0, failures: 0, error: null, progress: null }

/** A run of a tenant of its own, queued. */
async function queuedRun(): Promise<Run> {
  const { externalId: tenantId } = await addTenant(database)
  const { runId } = await admitTest(database, { tenantId })
  return (await readRun(database.db, runId))!
}

/** Lets the works meet on one run after another. Returns how many events of each kind there are; none may be wrong. */
async function race(prepare: () => Promise<Run>, works: readonly ((run: Run) => Promise<unknown>)[]) {
  await database.sql`truncate runs cascade`
  for (let round = 0; round < rounds; round++) {
    const run = await prepare()
    await Promise.all(works.map((work) => work(run)))
  }
  expect(await runsWithWrongEvents(database.sql)).toEqual([])
  const kinds = await database.sql`select kind, count(*)::int as n from run_events group by kind`
  return Object.fromEntries(kinds.map(({ kind, n }) => [String(kind), Number(n)]))
}

const claimIt = (run: Run) => claim(database.db, run.id)
const cancelIt = (run: Run) => cancel(database.db, run)

test('claims race for one run: one event', async () => {
  expect(await race(queuedRun, [claimIt, claimIt, claimIt, claimIt])).toEqual({ queued: rounds, started: rounds })
})

test('a cancel races with a claim: either the run never starts, or it is asked to stop', async () => {
  const { queued, started = 0, ended = 0, cancel_requested: asked = 0 } = await race(queuedRun, [cancelIt, claimIt])
  expect({ queued, all: started + ended }).toEqual({ queued: rounds, all: rounds })
  expect(asked).toBe(started)
})

test('cancels race with each other: one event', async () => {
  expect(await race(queuedRun, [cancelIt, cancelIt, cancelIt])).toEqual({ queued: rounds, ended: rounds })
})

/** A run that works. */
const runningRun = async () => claimRun(database, (await queuedRun()).id)

test('a cancel races with a finish: one end, and a request only before it', async () => {
  const finishIt = (run: Run) => finish(database.db, run, succeededEnding)
  const { ended, cancel_requested: asked = 0 } = await race(runningRun, [cancelIt, finishIt])
  expect(ended).toBe(rounds)
  const late = await database.sql`select 1 from run_events e join run_events r using (run_id)
    where e.kind = 'ended' and r.kind = 'cancel_requested' and r.seq > e.seq`
  expect(late).toEqual([])
  expect(asked).toBeLessThanOrEqual(rounds)
})

test('a cancel, a requeue, a repair and a claim race for a run whose lease has expired: its events tell what happened', async () => {
  const expired = async () => {
    const run = await runningRun()
    await database.sql`update runs set lease_until = now() - interval '1 second' where id = ${run.id}`
    return run
  }
  const repair = ({ id: runId, tenantId }: Run) => recoverExpired(database.db, { runId, tenantId })
  const requeueIt = (run: Run) => requeue(database.db, run, later)
  const { queued } = await race(expired, [cancelIt, requeueIt, repair, claimIt])
  expect(queued).toBe(rounds)
})

import { limits } from '../../../src/runs/ledger/limits'
import { createReconcileLock } from '../../../src/runs/reconcile/lock'
import { reconcile } from '../../../src/runs/reconcile/reconcile'
import { systemClock } from '../../../src/shared/clock'
import { openThroughProxy } from '../../support/proxied-database'
import { type Bench, openBench } from './bench'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

const failedCode = 'ops.reconcile_adapter_runs.failed'

/** Lowers the longest time of a pass until the test ends. */
function withLongestPass(ms: number) {
  const { longestPass } = limits
  Object.assign(limits, { longestPass: ms })
  return { [Symbol.dispose]: () => void Object.assign(limits, { longestPass }) }
}

test('8. a database that says nothing makes a pass fail as db.unavailable', async () => {
  const through = await openThroughProxy(bench.database, {
    poolSize: 1,
    mayIdle: true,
    answerWithinMs: limits.reconcileLockAnswer + 1_000,
  })
  const lock = createReconcileLock(through, systemClock)
  expect(await reconcile({ ...bench.deps, lock })).toMatchObject({ ran: true })
  through.proxy.silence()
  await bench.addDueSchedules(1)
  await expect(reconcile({ ...bench.deps, lock })).rejects.toMatchObject({ code: 'db.unavailable' })
  expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'reconcile_failed', code: 'db.unavailable' }))
  await through.close()
  expect(await bench.reconcile()).toMatchObject({ ran: true, repairs: { scheduled: 1 } }) // it left no lock
})

test('8. a lock that another session has held for longer than any pass takes makes a pass fail', async () => {
  using _lowered = withLongestPass(0)
  await bench.database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7265204)`
    await expect(bench.reconcile()).rejects.toMatchObject({ code: failedCode })
  })
  expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'reconcile_failed', code: failedCode }))
  expect(await bench.reconcile()).toMatchObject({ ran: true })
})

test('8. a lock held in another database says nothing of this one', async () => {
  using _lowered = withLongestPass(0)
  const other = await openBench()
  await other.database.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7265204)`
    expect(await bench.reconcile()).toMatchObject({ ran: true })
  })
  await other.close()
})

test('8. a pass of this process that takes too long makes the next ones fail until it ends', async () => {
  let now = 0
  const lock = createReconcileLock({ ...bench.database, renew() {} }, { now: () => now })
  const nothing = async () => {}
  let begun = () => {}
  let end = () => {}
  const working = new Promise<void>((resolve) => (begun = resolve))
  const first = lock(() => (begun(), new Promise<void>((resolve) => (end = resolve))))
  await working
  now = limits.longestPass
  expect(await lock(nothing)).toBe(false)
  now = limits.longestPass + 1
  await expect(lock(nothing)).rejects.toMatchObject({ code: failedCode })
  end()
  expect(await first).toBe(true)
  expect(await lock(nothing)).toBe(true)
})

import { openDatabase } from '../../../src/db/database'
import { sql } from 'drizzle-orm'
import { createTestClock } from '../../support/harness'
import { type Bench, breakRuns, openBench } from './bench'

let bench: Bench
beforeEach(async () => void (bench = await openBench()))
afterEach(() => bench.close())

const count = async () => {
  const [row] = await bench.database.sql`select
    (select count(*) from runs where requested_by = 'schedule')::int as started,
    (select count(*) from schedules where next_at <= now())::int as due`
  return row as { started: number; due: number }
}

test('7. a crash while 100 schedules are due costs none: what was not started is still due', async () => {
  await bench.addDueSchedules(100)
  // the connection dies at every start from the fourth on
  await breakRuns(
    bench,
    'insert',
    `new.requested_by = 'schedule'`,
    `if (select count(*) from runs where requested_by = 'schedule') >= 3 then
       perform pg_terminate_backend(pg_backend_pid()); end if`,
  )
  await bench.reconcile().catch(() => {})
  const { started, due } = await count()
  expect([started, started + due]).toEqual([3, 100])
  await bench.database.sql`drop trigger broken on runs`
  await bench.reconcile()
  expect(await count()).toEqual({ started: 100, due: 0 })
})

test('7. schedules are taken until none is due, also more than 100', async () => {
  await bench.addDueSchedules(250)
  expect(await bench.reconcile()).toMatchObject({ status: 'succeeded', repairs: { scheduled: 250 } })
  expect(await count()).toEqual({ started: 250, due: 0 })
})

test('the run of a schedule begins with an event of the schedule', async () => {
  await bench.addDueSchedules(1)
  await bench.reconcile()
  const events = await bench.database.sql`
    select e.seq, e.kind, e.actor, e.data from run_events e join runs r on r.id = e.run_id where r.lane is not null`
  expect(events).toEqual([{ seq: 1, kind: 'queued', actor: 'schedule', data: { lane: 'sync' } }])
})

test('7. after 25 s a pass takes no further schedule, and the next pass does', async () => {
  await bench.addDueSchedules(5)
  const clock = createTestClock()
  const inserted = bench.deps.records.get('test')!
  // each schedule takes ten seconds
  const records = new Map([['test', inserted]])
  records.get = (name) => (void clock.sleep(10_000), name === 'test' ? inserted : undefined)
  bench.deps.clock = clock
  bench.deps.records = records
  expect(await bench.reconcile()).toMatchObject({ status: 'succeeded', repairs: { scheduled: 3 } })
  expect(await count()).toEqual({ started: 3, due: 2 })
  expect(await bench.reconcile()).toMatchObject({ repairs: { scheduled: 2 } })
})

test('7. a schedule that was missed for hours starts one run and is next due in the future', async () => {
  await bench.addDueSchedules(1)
  await bench.database.sql`update schedules set next_at = now() - interval '5 hours 1 minute'`
  expect(await bench.reconcile()).toMatchObject({ repairs: { scheduled: 1 } })
  expect(await bench.reconcile()).toMatchObject({ repairs: { scheduled: 0 } })
  const [row] = await bench.database.sql`select extract(epoch from next_at - now()) / 60 as minutes from schedules`
  expect(Number(row!.minutes)).toBeCloseTo(60, 0)
})

test('7. the session of the lock may idle in its transaction longer than all others, but not for ever', async () => {
  const setting = async (mayIdle: boolean) => {
    const { db, close } = openDatabase(bench.database.url, { poolSize: 1, mayIdle })
    const [row] = await db.execute(sql`select current_setting('idle_in_transaction_session_timeout') as value`)
    await close()
    return row!.value
  }
  expect([await setting(true), await setting(false)]).toEqual(['2min', '20s'])
})

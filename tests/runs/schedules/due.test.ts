import { findDueSchedules, startDueSchedule } from '../../../src/runs/schedules/due'
import { admitTest, claimRun, completeRun } from '../../support/runs'
import { finish } from '../../../src/runs/ledger/finish'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

const record = { identity: [] }

/** Adds a schedule that is due for so long. */
async function addDue(since: string, timing = `every_minutes = 60, cron = null`): Promise<void> {
  const { externalId } = database.tenant
  await database.sql`insert into schedules (tenant_id, operation, every_minutes) values (${externalId}, 'test', 1)`
  await database.sql.unsafe(`update schedules set ${timing}, anchor_at = now() - interval '${since}', next_at = now() - interval '${since}'`) // prettier-ignore
}
const startAll = async () => {
  const due = await findDueSchedules(database.db, 10)
  return Promise.all(due.map((schedule) => startDueSchedule(database.db, schedule, record)))
}
const runs = async () =>
  Number((await database.sql`select count(*)::int as n from runs where requested_by = 'schedule'`)[0]!.n)

test('two instances that have found the same slot start it once', async () => {
  await addDue('1 minute')
  const [one, two] = await Promise.all([findDueSchedules(database.db, 10), findDueSchedules(database.db, 10)])
  const started = await Promise.all([one, two].map(([due]) => startDueSchedule(database.db, due!, record)))
  expect(started.filter((messages) => messages !== undefined)).toHaveLength(1)
  expect(await runs()).toBe(1)
  // the second one also where the first slot is over long ago
  expect(await startDueSchedule(database.db, one[0]!, record)).toBeUndefined()
  expect(await runs()).toBe(1)
})

test.each([
  ['every hour', 'every_minutes = 60, cron = null'],
  ['cron', `every_minutes = null, cron = '*/10 * * * *', time_zone = 'Europe/Berlin'`],
])('a slot missed for days starts one run, and the next is in the future: %s', async (_name, timing) => {
  await addDue('3 days', timing)
  expect(await startAll()).toHaveLength(1)
  expect(await startAll()).toEqual([])
  expect(await runs()).toBe(1)
})

test('a paused schedule and one of a paused tenant start nothing', async () => {
  await addDue('1 minute')
  await database.sql`update schedules set enabled = false`
  expect(await startAll()).toEqual([])
  await database.sql`update schedules set enabled = true`
  await database.sql`update tenants set status = 'paused'`
  expect(await startAll()).toEqual([])
})

test('a run that did a part holds nothing: it got in', async () => {
  const { runId } = await admitTest(database, { operation: 'tenant.verify' })
  const run = await claimRun(database, runId)
  const error = { code: 'graph.forbidden', category: 'needs_administrator', message: 'a permission' } as const
  const fence = { runId: run.id, attempt: run.attempt }
  await recordItem(database.db, fence, { key: 'a', source: 'a', label: '', outcome: 'succeeded' })
  await recordItem(database.db, fence, {
    key: 'b',
    source: 'b',
    label: '',
    outcome: 'failed',
    code: error.code,
    message: '',
  })
  expect(await finish(database.db, run, { error: null, failedBy: null, progress: null })).toMatchObject({
    status: 'partial',
  })
  await addDue('1 minute')
  expect((await startAll())[0]).toHaveLength(1)
})

test('while the last run needs an administrator one run a day is started, until one succeeds', async () => {
  const { run, messages } = await admitTest(database, { operation: 'other' }).then(async (admission) => ({
    run: await claimRun(database, admission.runId),
    messages: admission.messages,
  }))
  expect(messages).toHaveLength(1)
  const error = { code: 'graph.auth.invalid_client', category: 'needs_administrator', message: 'expired' } as const
  await finish(database.db, run, { status: 'failed', error, failedBy: null, progress: null })
  await addDue('1 minute')
  const again = () => database.sql`update schedules set next_at = now() - interval '1 minute'`
  expect(await startAll()).toEqual([[]])
  expect(await runs()).toBe(0)
  await again()
  await database.sql`update runs set finished_at = now() - interval '24 hours'`
  expect(await startAll()).toHaveLength(1)
  expect(await runs()).toBe(1)
  await database.sql`update runs set status = 'cancelled', finished_at = now() where status = 'queued'`
  await database.sql`update runs set finished_at = now() where status = 'failed'`
  await again()
  await startAll()
  expect(await runs()).toBe(1)
  await completeRun(database, { operation: 'tenant.verify' })
  await again()
  await startAll()
  expect(await runs()).toBe(2)
})

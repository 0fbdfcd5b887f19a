import { createSchedules } from '../../../src/runs/api/schedules'
import type { NewSchedule } from '../../../src/runs/schedules/change'
import type { AppError } from '../../../src/shared/errors'
import { operationRecords } from '../../../src/operations/registry'
import { callerNamed } from '../../support/callers'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
let schedules: ReturnType<typeof createSchedules>
beforeAll(async () => {
  database = await createTestDatabase()
  schedules = createSchedules({ enter: database.enter, records: operationRecords })
})
afterAll(() => database.close())
beforeEach(() => database.sql`delete from schedules`)

const nightly = {
  everyMinutes: null,
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  jitterMinutes: 0,
  paused: false,
  input: {},
}
const set = (changes: Partial<NewSchedule> = {}, as: 'manager' | 'operator' = 'manager') =>
  schedules.setSchedule(
    { caller: callerNamed(as), capability: 'schedules.edit' },
    database.tenant.externalId,
    'policy.sync',
    { ...nightly, ...changes },
  )
const list = () =>
  schedules.listSchedules({ caller: callerNamed('reader'), capability: 'schedules.read' }, database.tenant.externalId)
const every = (everyMinutes: number) => ({ everyMinutes, cron: null, timeZone: null })

test('a schedule is set, listed with its next times, replaced, and removed; the audit log tells of it', async () => {
  const made = await set()
  expect(made).toMatchObject({ operation: 'policy.sync', cron: '30 2 * * *', paused: false, heldUntil: null })
  expect(made.nextTimes).toHaveLength(5)
  expect(await list()).toEqual([made])
  expect(await set(every(90))).toMatchObject({ everyMinutes: 90, cron: null, timeZone: null })
  expect(await list()).toHaveLength(1)
  const entry = { caller: callerNamed('manager'), capability: 'schedules.edit' } as const
  await schedules.removeSchedule(entry, database.tenant.externalId, 'policy.sync')
  expect(await list()).toEqual([])
  const again = schedules.removeSchedule(entry, database.tenant.externalId, 'policy.sync')
  await expect(again).rejects.toMatchObject({ code: 'schedule.unknown' })
  const told = await database.sql`select action, data->>'everyMinutes' as every from audit_events order by id`
  expect(told.map(({ action, every: minutes }) => [action, minutes])).toEqual([
    ['schedule.set', null],
    ['schedule.set', '90'],
    ['schedule.removed', null],
  ])
})

test('the same again keeps the next time; a pause has none, and its end starts with the next slot after now', async () => {
  const made = await set(every(60))
  await database.sql`update schedules set next_at = next_at - interval '59 minutes'`
  const kept = await set(every(60))
  expect(Date.parse(kept.nextTimes[0]!)).toBe(Date.parse(made.nextTimes[0]!) - 59 * 60_000)
  expect(await set({ ...every(60), paused: true })).toMatchObject({ paused: true, nextTimes: [] })
  await database.sql`update schedules set next_at = now() - interval '10 hours'`
  const resumed = await set(every(60))
  expect(Date.parse(resumed.nextTimes[0]!)).toBeGreaterThan(Date.now())
  expect(resumed.nextTimes[0]).toBe(made.nextTimes[0])
})

test.each([
  ['0 0 30 2 *', 'UTC'],
  ['61 * * * *', 'UTC'],
  ['0 0 * * *', 'Mars/Olympus'],
])('%s in %s is refused', async (cron, timeZone) => {
  await expect(set({ cron, timeZone })).rejects.toMatchObject({ code: 'schedule.invalid' })
  expect(await list()).toEqual([])
})

test.each([
  [every(60), 60],
  [{ ...nightly, cron: '0,30 2 * * *' }, 30],
])('%j is refused where its jitter may reach the next start', async (timing, jitterMinutes) => {
  await expect(set({ ...timing, jitterMinutes })).rejects.toMatchObject({ code: 'schedule.invalid' })
  expect(await set({ ...timing, jitterMinutes: jitterMinutes - 1 })).toMatchObject({ jitterMinutes: jitterMinutes - 1 })
})

test('a row that somebody has broken is shown without times, and can be replaced', async () => {
  await set()
  await database.sql`update schedules set next_at = 'infinity', anchor_at = '-infinity'`
  expect(await list()).toMatchObject([{ nextTimes: [] }])
  expect((await set()).nextTimes).toHaveLength(5)
  await database.sql`update schedules set time_zone = 'Mars/Olympus'`
  expect(await list()).toMatchObject([{ timeZone: 'Mars/Olympus', nextTimes: [] }])
  expect((await set()).nextTimes).toHaveLength(5)
})

test('an operator sets none, and nobody one of an operation that a request cannot start', async () => {
  const refused = (work: () => Promise<unknown>) => work().catch((error: AppError) => error.code)
  expect(await refused(() => set({}, 'operator'))).toBe('access.role_too_low')
  const entry = { caller: callerNamed('manager'), capability: 'schedules.edit' } as const
  for (const operation of ['ops.reconcile_adapter_runs', 'no.such'])
    expect(
      await refused(async () => schedules.setSchedule(entry, database.tenant.externalId, operation, nightly)),
    ).toBe('run.unknown_operation')
})

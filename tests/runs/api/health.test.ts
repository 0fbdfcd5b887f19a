import { ServiceBusClient } from '@azure/service-bus'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { connectionOptions } from '../../../src/db/connection'
import { databaseHealth } from '../../../src/db/database-health'
import journal from '../../../src/db/migrations/meta/_journal.json'
import { createLooks, createWorkerHealth, type WorkerHealth } from '../../../src/runs/api/health'
import { systemClock } from '../../../src/shared/clock'
import { testRecord } from '../../support/harness'
import { admitTest, claimRun, completeRun, failedEnding } from '../../support/runs'
import { queueNames, type SilentServices, startSilentServices } from '../../support/silent-services'
import { until } from '../../support/until'

let services: SilentServices
let health: ReturnType<typeof createWorkerHealth>
const counting = { records: new Map([['test', testRecord]]), sync: testRecord }
beforeEach(async () => {
  services = await startSilentServices()
  health = createWorkerHealth(createLooks({ ...services, ...counting, clock: systemClock }))
})
afterEach(() => services.close())

const calm = {
  queue: { waiting: 0, active: 0, completed: 0, failed: 0 },
  deadLetters: { ledger: 0, queues: { sync: 0, interactive: 0 } },
  oldestWaitingSeconds: null,
  owed: 0,
  late: 0,
  failingTenants: 0,
}

const expected = journal.entries.length

/** The database is well: what of it changes from look to look. */
const wellDatabase = {
  database: { version: expect.stringMatching(/^\d+\.\d+/), answersInMs: expect.any(Number) },
  migrations: { applied: expected, expected, state: 'current' },
  connections: { open: expect.any(Number), limit: expect.any(Number) },
  clock: { differenceMs: expect.any(Number) },
}
const well = { ...calm, ...wellDatabase }

test('numbers of an empty ledger and of empty queues', async () => {
  expect(await health()).toEqual(well)
})

test('what waits, works, ended, is late, is owed, failed, and lies in the dead letters', async () => {
  const { database } = services
  await completeRun(database, {}, failedEnding('7'))
  await claimRun(database, (await admitTest(database)).runId)
  await admitTest(database, { operation: 'other', lane: 'interactive' })
  await database.sql`update runs set started_at = started_at - interval '1 hour', due_at = due_at - interval '1 hour',
    dispatched_at = dispatched_at - interval '1 hour' where finished_at is null`
  await addDeadLetter('interactive')
  const { oldestWaitingSeconds, ...others } = (await health()) as typeof calm
  expect(others).toEqual({
    queue: { waiting: 1, active: 1, completed: 0, failed: 1 },
    deadLetters: { ledger: 1, queues: { sync: 0, interactive: 1 } },
    owed: 1,
    late: 1,
    failingTenants: 1,
    ...wellDatabase,
  })
  expect(oldestWaitingSeconds).toBeGreaterThanOrEqual(3_600)
})

async function addDeadLetter(lane: keyof typeof queueNames): Promise<void> {
  const client = new ServiceBusClient(services.broker.connectionString)
  await client.createSender(queueNames[lane]).sendMessages({ body: 'no run' })
  const receiver = client.createReceiver(queueNames[lane])
  const [message] = await receiver.receiveMessages(1)
  await receiver.deadLetterMessage(message!)
  await client.close()
}

test('with the broker away it is queue.unavailable, and healthy when that is back', async () => {
  await services.broker.pause()
  expect(await health()).toEqual({ code: 'queue.unavailable' })
  await services.broker.resume()
  expect(await health()).toEqual(well)
})

test.each([
  ['toDatabase', 'db.unavailable'],
  ['toBroker', 'queue.unavailable'],
] as const)('with a silent connection (%s) it is %s, and healthy when that speaks again', async (connection, code) => {
  services[connection].silence()
  expect(await Promise.all([health(), health()])).toEqual([{ code }, { code }])
  services.speakAgain()
  await until('it is healthy again', async () => 'queue' in (await health()))
})

test('with both away, the database is told', async () => {
  services.toDatabase.silence()
  services.toBroker.silence()
  expect(await health()).toEqual({ code: 'db.unavailable' })
  services.speakAgain()
})

test('while the tenants are locked, it is db.unavailable', async () => {
  await services.database.sql.begin(async (tx) => {
    await tx`lock table tenants in access exclusive mode`
    expect(await health()).toEqual({ code: 'db.unavailable' })
  })
})

const look = async () => (await health()) as WorkerHealth

test('connections are counted beside the least limit of server, database and login', async () => {
  const { sql: plain } = services.database
  const [name] =
    await plain`select quote_ident(current_database()) as of, current_setting('max_connections')::int as most`
  const before = (await look()).connections
  expect(before.limit).toBeLessThan(name!.most as number)
  await plain.unsafe(`alter database ${name!.of} connection limit 40`)
  const more = postgres(services.database.url, { ...connectionOptions(services.database.url), max: 1 })
  try {
    await more`select 1`
    expect((await look()).connections).toEqual({ open: before.open + 1, limit: 40 })
  } finally {
    await more.end()
    await plain.unsafe(`alter database ${name!.of} connection limit -1`)
  }
})

test('the difference of the clocks is measured, whichever is ahead', async () => {
  for (const off of [90_000, -90_000]) {
    const clock = { now: () => Date.now() + off }
    const { clock: told } = (await createWorkerHealth(
      createLooks({ ...services, ...counting, clock }),
    )()) as WorkerHealth
    expect(Math.abs(told.differenceMs - off)).toBeLessThan(2_000)
  }
})

test.each([
  ['behind', 'delete from migrations where id = (select max(id) from migrations)', expected - 1],
  ['behind', "comment on schema tenantpilot is 'access rules 1'", expected],
  ['behind', 'drop view tenantpilot.readable_settings', expected],
  ['ahead', "insert into migrations (hash, created_at) values ('newer', 9000000000000)", expected + 1],
])('a database that is %s still answers (%s)', async (state, change, applied) => {
  const undo = new Error('undo')
  const changed = services.database.db.transaction(async (tx) => {
    await tx.execute(sql.raw(change))
    expect((await databaseHealth(tx, systemClock)).migrations).toEqual({ applied, expected, state })
    throw undo
  })
  await expect(changed).rejects.toBe(undo)
})

test('where the ledger of a database that is behind cannot be counted, that is told', async () => {
  await services.database.sql.unsafe(
    `alter table runs rename column failed_by to gone; delete from migrations where id > 1`,
  )
  expect(await health()).toEqual({ code: 'db.schema_behind' })
})

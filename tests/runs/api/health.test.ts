import { ServiceBusClient } from '@azure/service-bus'
import { createWorkerHealth } from '../../../src/runs/api/health'
import { testRecord } from '../../support/harness'
import { admitTest, claimRun, completeRun, failedEnding } from '../../support/runs'
import { queueNames, type SilentServices, startSilentServices } from '../../support/silent-services'
import { until } from '../../support/until'

let services: SilentServices
let health: ReturnType<typeof createWorkerHealth>
beforeEach(async () => {
  services = await startSilentServices()
  const { db, queues } = services
  health = createWorkerHealth({ db, queues, records: new Map([['test', testRecord]]), sync: testRecord })
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

test('numbers of an empty ledger and of empty queues', async () => {
  expect(await health()).toEqual(calm)
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
  expect(await health()).toEqual(calm)
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

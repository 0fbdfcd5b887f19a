import { ServiceBusClient } from '@azure/service-bus'
import { createRunQueues, type RunQueues } from '../../../src/runs/queue/service-bus'
import { toRunId } from '../../../src/shared/ids'
import { startTestBroker, type TestBroker } from '../../support/test-broker'

const queueNames = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }
const message = { v: 1 as const, runId: toRunId('6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11') }

let broker: TestBroker
let queues: RunQueues
beforeEach(async () => {
  broker = await startTestBroker()
  queues = createRunQueues({ access: { connectionString: broker.connectionString }, queueNames })
})
afterEach(async () => {
  await queues.close()
  await broker.stop()
})

/** Makes dead letters of the sync lane, with bodies of so many bytes. */
async function addDeadLetters(count: number, bytes = 1): Promise<void> {
  const client = new ServiceBusClient(broker.connectionString)
  const sender = client.createSender(queueNames.sync)
  await Promise.all(Array.from({ length: count }, () => sender.sendMessages({ body: 'x'.repeat(bytes) })))
  const receiver = client.createReceiver(queueNames.sync)
  for (let dead = 0; dead < count;) {
    const received = await receiver.receiveMessages(count - dead)
    await Promise.all(received.map((one) => receiver.deadLetterMessage(one)))
    dead += received.length
  }
  await client.close()
}

test('messages are counted, scheduled ones too, and none is taken', async () => {
  expect(await queues.countUpTo(100, 'sync')).toBe(0)
  await queues.send('sync', message)
  await queues.send('sync', message, 3_600_000)
  for (let look = 1; look <= 3; look++) expect([look, await queues.countUpTo(100, 'sync')]).toEqual([look, 2])
  expect(await queues.countUpTo(1, 'sync')).toBe(1)
  expect(await queues.countUpTo(100, 'interactive')).toBe(0)
  expect(await broker.queue(queueNames.sync)).toMatchObject({ active: 1, scheduled: 1, locked: 0, deadLettered: 0 })
})

test('dead letters are counted apart from messages, up to the limit, and by every look again', async () => {
  await queues.send('interactive', message)
  await addDeadLetters(103)
  for (let look = 1; look <= 3; look++)
    expect([look, await queues.countUpTo(100, 'sync', 'deadLetters')]).toEqual([look, 100])
  expect(await queues.countUpTo(1_000, 'sync', 'deadLetters')).toBe(103)
  expect(await queues.countUpTo(100, 'interactive', 'deadLetters')).toBe(0)
  expect((await broker.queue(queueNames.sync)).deadLettered).toBe(103)
})

test('dead letters that do not fit into one answer of the broker are all counted', async () => {
  await addDeadLetters(6, 250_000)
  expect(await queues.countUpTo(100, 'sync', 'deadLetters')).toBe(6)
})

test('with the broker away counting throws queue.unavailable, and it works again when the broker is back', async () => {
  await broker.pause()
  await expect(queues.countUpTo(1, 'sync')).rejects.toMatchObject({ code: 'queue.unavailable' })
  await broker.resume()
  expect(await queues.countUpTo(1, 'sync')).toBe(0)
})

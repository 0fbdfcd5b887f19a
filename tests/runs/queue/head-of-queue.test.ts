import { ServiceBusClient } from '@azure/service-bus'
import { ManualClock } from '../../../local/clock'
import { createRunQueues, type RunQueues } from '../../../src/runs/queue/service-bus'
import { toRunId } from '../../../src/shared/ids'
import { testUnless } from '../../support/emulator/differences'
import { startTestBroker, type TestBroker } from '../../support/test-broker'

const queueNames = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }
const message = { v: 1 as const, runId: toRunId('6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11') }

const brokerTest = testUnless('clock')

let broker: TestBroker
let clock: ManualClock
let queues: RunQueues
beforeEach(async () => {
  clock = new ManualClock(Date.now())
  broker = await startTestBroker({ clock })
  queues = createRunQueues({ access: { connectionString: broker.connectionString }, queueNames })
})
afterEach(async () => {
  await queues.close()
  await broker.stop()
})

/** Receives the oldest message of the sync lane, as a worker does. */
async function completeOldest(): Promise<void> {
  const client = new ServiceBusClient(broker.connectionString)
  const receiver = client.createReceiver(queueNames.sync)
  const [oldest] = await receiver.receiveMessages(1)
  await receiver.completeMessage(oldest!)
  await client.close()
}

brokerTest('28. every look is at the head of the queue, also the second and later ones', async () => {
  const first = new Date(clock.now())
  await queues.send('sync', message)
  clock.advance(60_000)
  await queues.send('sync', message)
  for (let look = 1; look <= 4; look++) expect([look, await queues.headEnqueuedAt('sync')]).toEqual([look, first])
  await completeOldest()
  expect(await queues.headEnqueuedAt('sync')).toEqual(new Date(first.getTime() + 60_000))
  await completeOldest()
  expect(await queues.headEnqueuedAt('sync')).toBeNull()
  expect(await queues.headEnqueuedAt('interactive')).toBeNull()
})

brokerTest('28. the head is found behind any number of scheduled messages', async () => {
  await Promise.all(Array.from({ length: 300 }, () => queues.send('sync', message, 3_600_000)))
  expect(await queues.headEnqueuedAt('sync')).toBeNull()
  const sentAt = new Date(clock.now())
  await queues.send('sync', message)
  expect(await queues.headEnqueuedAt('sync')).toEqual(sentAt)
})

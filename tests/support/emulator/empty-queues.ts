import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus'
import config from '../../../local/broker/config.json'
import { until } from '../until'
import { peekAll } from './count-messages'

const queues = config.UserConfig.Namespaces.flatMap(({ Queues }) => Queues.map(({ Name }) => Name))

/**
 * Removes every message of this project's queues. One that a process left locked is there until its lock ends, a minute at
 * most, and this waits for it.
 */
export async function emptyQueues(client: ServiceBusClient): Promise<void> {
  for (const queue of queues)
    for (const dead of [true, false])
      await until(`${queue} is empty`, async () => {
        const lying = await peekAll(client, queue, dead)
        if (lying.length > 0) await remove(client, queue, lying, dead)
        return lying.length === 0
      })
}

async function remove(client: ServiceBusClient, queue: string, lying: ServiceBusReceivedMessage[], dead: boolean) {
  const numbersOf = (state: ServiceBusReceivedMessage['state']) =>
    lying.flatMap((one) => (one.state === state && one.sequenceNumber ? [one.sequenceNumber] : []))
  const sender = client.createSender(queue)
  const scheduled = numbersOf('scheduled')
  if (scheduled.length > 0) await sender.cancelScheduledMessages(scheduled)
  await sender.close()
  const receiver = client.createReceiver(queue, {
    receiveMode: 'receiveAndDelete',
    ...(dead ? { subQueueType: 'deadLetter' } : {}),
  })
  const deferred = numbersOf('deferred')
  if (deferred.length > 0) await receiver.receiveDeferredMessages(deferred)
  const active = numbersOf('active').length
  if (active > 0) await receiver.receiveMessages(active, { maxWaitTimeInMs: 1000 })
  await receiver.close()
}

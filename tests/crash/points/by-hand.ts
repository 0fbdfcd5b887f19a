import { ServiceBusClient } from '@azure/service-bus'
import type { Broker } from '../../../local/broker/broker'
import { queues } from './functions-host'

/** Puts a message into the sync queue, as the portal would. */
export async function sendByHand({ connectionString }: Broker, runId: string): Promise<void> {
  const client = new ServiceBusClient(connectionString)
  const body = { v: 1, runId }
  await client.createSender(queues.sync).sendMessages({ body, contentType: 'application/json' })
  await client.close()
}

/** Sends a dead letter of the sync queue again: first the copy, then the original is completed. */
export async function resendDeadLetter({ connectionString }: Broker): Promise<void> {
  const client = new ServiceBusClient(connectionString)
  const receiver = client.createReceiver(queues.sync, { subQueueType: 'deadLetter' })
  for (const letter of await receiver.receiveMessages(1)) {
    await client.createSender(queues.sync).sendMessages({ body: letter.body, contentType: 'application/json' })
    await receiver.completeMessage(letter)
  }
  await client.close()
}

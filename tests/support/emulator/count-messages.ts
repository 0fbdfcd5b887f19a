import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus'
import Long from 'long'
import type { TestBroker } from '../test-broker'

/** Counts the messages of a queue by peeking, which does not tell a locked one from one that waits. */
export async function countMessages(client: ServiceBusClient, queue: string): ReturnType<TestBroker['queue']> {
  const messages = await peekAll(client, queue)
  const inState = (state: ServiceBusReceivedMessage['state']) => messages.filter((one) => one.state === state).length
  return {
    active: inState('active'),
    locked: 0,
    scheduled: inState('scheduled'),
    deferred: inState('deferred'),
    deadLettered: (await peekAll(client, queue, true)).length,
  }
}

/** All messages of a queue, or of its dead letters; none is taken. */
export async function peekAll(client: ServiceBusClient, queue: string, dead = false) {
  const receiver = client.createReceiver(queue, dead ? { subQueueType: 'deadLetter' } : {})
  const all: ServiceBusReceivedMessage[] = []
  for (let from = Long.ONE; ;) {
    const page = await receiver.peekMessages(250, { fromSequenceNumber: from })
    all.push(...page)
    const last = page.at(-1)?.sequenceNumber
    if (!last) break
    from = last.add(1)
  }
  await receiver.close()
  return all
}

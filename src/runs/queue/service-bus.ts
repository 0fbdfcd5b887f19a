import { randomUUID } from 'node:crypto'
import { ServiceBusClient, type ServiceBusSender, type TokenCredential } from '@azure/service-bus'
import { AppError } from '../../shared/errors'
import type { Lane } from '../ledger/types'
import type { Message } from './message'

/** The queue of each lane: send, and look at its oldest message. */
export interface RunQueues {
  /** Sends now, or has the broker hold the message for `delayMs`. Throws `queue.unavailable`. */
  send(lane: Lane, message: Message, delayMs?: number): Promise<void>
  /** When the oldest waiting message of the lane's queue was enqueued (the broker's clock); null: the queue is empty. */
  headEnqueuedAt(lane: Lane): Promise<Date | null>
  close(): Promise<void>
}

/** How a Service Bus namespace is entered. */
export type ServiceBusAccess =
  { connectionString: string } | { fullyQualifiedNamespace: string; credential: TokenCredential }

/** Where the queues are, and what each lane's queue is called. */
export interface QueueOptions {
  access: ServiceBusAccess
  queueNames: Readonly<Record<Lane, string>>
}

/** Opens the queues on Service Bus. Connects with the first use and again after a failure; no call takes over 20 s. */
export function createRunQueues({ access, queueNames }: QueueOptions): RunQueues {
  const options = { retryOptions: { maxRetries: 1, timeoutInMs: 10_000, retryDelayInMs: 500 } }
  const client =
    'connectionString' in access
      ? new ServiceBusClient(access.connectionString, options)
      : new ServiceBusClient(access.fullyQualifiedNamespace, access.credential, options)
  const senders = new Map<Lane, ServiceBusSender>()
  const senderOf = (lane: Lane) => {
    const sender = senders.get(lane) ?? client.createSender(queueNames[lane])
    senders.set(lane, sender)
    return sender
  }
  return {
    async send(lane, message, delayMs = 0) {
      // a new id every time: with duplicate detection a repeated one would be accepted and dropped
      const envelope = { body: message, messageId: randomUUID(), contentType: 'application/json' }
      const later = delayMs > 0 ? { scheduledEnqueueTimeUtc: new Date(Date.now() + delayMs) } : {}
      await senderOf(lane)
        .sendMessages({ ...envelope, ...later })
        .catch(unavailable)
    },
    async headEnqueuedAt(lane) {
      // a receiver remembers how far it has peeked: a new one begins at the head
      const receiver = client.createReceiver(queueNames[lane])
      try {
        const peeked = await receiver.peekMessages(50).catch(unavailable)
        return peeked.find((m) => m.state === 'active')?.enqueuedTimeUtc ?? null
      } finally {
        await receiver.close()
      }
    },
    close: () => client.close(),
  }
}

function unavailable(cause: unknown): never {
  throw new AppError('queue.unavailable', { cause })
}

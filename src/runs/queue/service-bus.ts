import { randomUUID } from 'node:crypto'
import {
  ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceiver,
  type TokenCredential,
} from '@azure/service-bus'
import { systemClock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import type { Lane } from '../../shared/operation-record'
import { atMost } from '../../shared/timeout'
import { forAll, together } from '../../shared/together'
import type { Message } from './message'
import { peekPages } from './peek-pages'

/** Sends to the queue of each lane, and looks at its messages without taking them. */
export interface RunQueues {
  /** Sends a message, delivered after `delayMs` by the broker's schedule. Throws `queue.unavailable`. */
  send(lane: Lane, message: Message, delayMs?: number): Promise<void>
  /**
   * When the oldest waiting message was enqueued, by the broker's clock; null: none waits. Throws `queue.unavailable`.
   */
  headEnqueuedAt(lane: Lane): Promise<Date | null>
  /**
   * Counts messages, scheduled ones too, or the dead letters, and stops at `most`: needs no right to manage the namespace.
   * Throws `queue.unavailable`.
   */
  countUpTo(most: number, lane: Lane, of?: 'messages' | 'deadLetters'): Promise<number>
  close(): Promise<void>
}

/** How to connect to a Service Bus namespace. */
export type ServiceBusAccess =
  { connectionString: string } | { fullyQualifiedNamespace: string; credential: TokenCredential }

/** The namespace, and the queue name of each lane. */
export interface QueueOptions {
  access: ServiceBusAccess
  queueNames: Readonly<Record<Lane, string>>
}

/** Makes the client of the queues. Connects on first use and again after a failure; no request takes over 20 s. */
export function createRunQueues({ access, queueNames }: QueueOptions): RunQueues {
  const options = { retryOptions: { maxRetries: 1, timeoutInMs: 10_000, retryDelayInMs: 500 } }
  const client =
    'connectionString' in access
      ? new ServiceBusClient(access.connectionString, options)
      : new ServiceBusClient(access.fullyQualifiedNamespace, access.credential, options)
  const senders = new Map<Lane, (message: ServiceBusMessage) => Promise<void>>()
  const senderOf = (lane: Lane) => {
    const known = senders.get(lane)
    if (known) return known
    const sender = client.createSender(queueNames[lane])
    const send = together<ServiceBusMessage, void>({
      work: forAll((messages) => sender.sendMessages([...messages])),
      most: maxTogether,
      gatherMs,
      clock: systemClock,
    })
    senders.set(lane, send)
    return send
  }
  return {
    async send(lane, message, delayMs = 0) {
      // a new id for each send: duplicate detection would silently drop a repeated one
      const envelope = { body: message, messageId: randomUUID(), contentType: 'application/json' }
      const later = delayMs > 0 ? { scheduledEnqueueTimeUtc: new Date(Date.now() + delayMs) } : {}
      await senderOf(lane)({ ...envelope, ...later }).catch(throwUnavailable)
    },
    headEnqueuedAt: (lane) => lookThrough(client.createReceiver(queueNames[lane]), findHead),
    countUpTo: (most, lane, of = 'messages') =>
      lookThrough(
        client.createReceiver(queueNames[lane], of === 'deadLetters' ? { subQueueType: 'deadLetter' } : {}),
        (receiver) => countMessages(receiver, most),
      ),
    close: () => atMost(closeMs, client.close()),
  }
}

/** Looks through a receiver, and closes it. Throws `queue.unavailable`. */
async function lookThrough<T>(
  receiver: ServiceBusReceiver,
  look: (receiver: ServiceBusReceiver) => Promise<T>,
): Promise<T> {
  try {
    return await look(receiver).catch(throwUnavailable)
  } finally {
    await receiver.close().catch(() => {}) // the connection may be gone
  }
}

/** Finds when the oldest active message was enqueued, behind scheduled ones. */
async function findHead(receiver: ServiceBusReceiver): Promise<Date | null> {
  for await (const page of peekPages(receiver)) {
    const head = page.find((m) => m.state === 'active')
    if (head) return head.enqueuedTimeUtc ?? null
  }
  return null
}

async function countMessages(receiver: ServiceBusReceiver, most: number): Promise<number> {
  let count = 0
  for await (const page of peekPages(receiver, { most })) {
    count += page.length
    if (count >= most) return most
  }
  return count
}

/** Messages in one transfer: far below what fits (256 KB; ours have about 200 bytes). */
const maxTogether = 500

/** In a burst of starts the transfers were a third of their cost, one by one (measured). Milliseconds. */
const gatherMs = 2

/** What closing the connections may take. Milliseconds. */
const closeMs = 1_000

function throwUnavailable(cause: unknown): never {
  throw new AppError('queue.unavailable', { cause })
}

import type { Delivery, EventContext, Receiver, Sender, Typed } from 'rhea'
import { entriesOf, listOf } from './amqp'
import type { Consumer, Entity } from './entity'
import { deliveryInfo, withoutEmptyReasons } from './entry'
import { BrokerError, notImplemented, toBrokerError } from './errors'
import { encodeMessage, parseTransfer } from './message'
import type { Queue } from './queue'
import { isRefused } from './rhea-incoming'
import { Credit, attachOf } from './rhea-internals'
import { type Outcome, answer } from './settler'
import { tagOf, tokenOfTag } from './tokens'

/** The largest message, in bytes: that of the standard tier and of Microsoft's emulator. */
const maxMessageSize = 262_144

const initialCredit = 100

/** Serves a link on which a client sends: enqueues every transfer, or rejects it with the reason. */
export function receiveFrom(receiver: Receiver, { name, queue }: Entity): void {
  if (name.endsWith('/$DeadLetterQueue')) throw notImplemented(`sending to a dead-letter queue: '${name}'`)
  attachOf(receiver).max_message_size = maxMessageSize
  receiver.add_credit(initialCredit)
  receiver.on('message', (context: EventContext) => {
    const delivery = context.delivery as Delivery
    if (!isRefused(delivery)) answer(delivery, enqueue(queue, context.message as unknown as Buffer, delivery.format))
    receiver.add_credit(1)
  })
}

function enqueue(queue: Queue, data: Buffer, format: number): Outcome {
  try {
    checkSize(data.length)
    queue.send(parseTransfer(data, format))
    return { kind: 'accepted' }
  } catch (error) {
    return { kind: 'rejected', error: toBrokerError(error) }
  }
}

/** Throws when a message of `size` bytes is larger than a link allows. */
export function checkSize(size: number): void {
  if (size > maxMessageSize) throw tooLarge(size)
}

/** Rejects a message of which more came than a link allows, without waiting for the rest. */
export function refuse(delivery: Delivery, size: number): void {
  answer(delivery, { kind: 'rejected', error: tooLarge(size) })
}

function tooLarge(size: number): BrokerError {
  const text = `The received message (size: ${size} bytes) exceeds the limit (${maxMessageSize} bytes) of the link.`
  return new BrokerError('amqp:link:message-size-exceeded', text, 403)
}

/** Serves a link on which a client receives and settles. After it is closed, messages stay locked until the lock expires. */
export function sendTo(sender: Sender, entity: Entity): Consumer {
  rejectSessions(sender)
  const peekLock = sender.snd_settle_mode !== 1
  const credit = new Credit(sender)
  const deliver = (queue: Queue) => {
    const entry = peekLock ? queue.receive() : queue.take()
    if (!entry) return
    const info = peekLock ? { ...deliveryInfo(entry), lockedUntil: entry.due } : deliveryInfo(entry)
    credit.sent()
    sender.send(encodeMessage(entry.message, info), peekLock ? tagOf(entry.token) : Buffer.alloc(16), 0)
  }
  const consumer: Consumer = { capacity: () => credit.available, deliver }
  sender.on('sender_flow', () => entity.addConsumer(consumer))
  sender.on('sender_draining', () => {
    entity.dispatch()
    sender.set_drained(true)
  })
  for (const [event, settle] of Object.entries(settlements)) {
    sender.on(event, ({ delivery }: EventContext) => {
      if (delivery && !delivery.settled)
        answer(
          delivery,
          outcomeOf(() => settle(entity.queue, delivery)),
        )
    })
  }
  return consumer
}

type Settlement = (queue: Queue, delivery: Delivery) => Outcome['kind']

const settlements: Record<string, Settlement> = {
  accepted(queue, delivery) {
    queue.complete(tokenOfTag(delivery.tag))
    return 'accepted'
  },
  released(queue, delivery) {
    queue.release(tokenOfTag(delivery.tag))
    return 'released'
  },
  modified(queue, delivery) {
    const [, undeliverableHere, changes] = stateOf(delivery)
    const isDeferral = Boolean(undeliverableHere?.value) // a number when the client writes the longer form of true
    queue[isDeferral ? 'defer' : 'abandon'](tokenOfTag(delivery.tag), entriesOf(changes))
    return 'modified'
  },
  rejected(queue, delivery) {
    const error = stateOf(delivery)[0]
    const info = error?.value ? listOf(error)[2] : undefined
    queue.deadLetter(tokenOfTag(delivery.tag), withoutEmptyReasons(entriesOf(info)))
    return 'rejected' // without an error, because an error would mean that dead-lettering failed
  },
}

function outcomeOf(settle: () => Outcome['kind']): Outcome {
  try {
    return { kind: settle() }
  } catch (error) {
    return { kind: 'rejected', error: toBrokerError(error) }
  }
}

/** Returns the fields of the client's outcome with AMQP types, because rhea's accessors drop the types. */
function stateOf(delivery: Delivery): (Typed | undefined)[] {
  return (delivery.remote_state as { value: Typed[] } | undefined)?.value ?? []
}

function rejectSessions(sender: Sender): void {
  const filter: unknown = sender.source.filter
  if (!filter || !Object.keys(filter).includes('com.microsoft:session-filter')) return
  const text = 'A sessionful message receiver cannot be created: the local broker does not support sessions.'
  throw new BrokerError('amqp:not-allowed', text)
}

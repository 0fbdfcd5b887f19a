import { message as amqp } from 'rhea'
import type { Entry } from '../../../local/broker/entry'
import { type Message, parseMessage } from '../../../local/broker/message'
import { Queue } from '../../../local/broker/queue'
import { ManualClock } from '../../../local/clock'

export const settings = {
  name: 'q',
  lockDuration: 60_000,
  maxDeliveryCount: 3,
  timeToLive: 3_600_000,
  deadLetterOnExpiration: true,
}

export function setUp(changes: Partial<typeof settings> = {}) {
  const clock = new ManualClock()
  let wakeUps = 0
  const dead = new Queue({ ...settings, ...changes }, clock, () => {})
  const queue = new Queue({ ...settings, ...changes }, clock, () => wakeUps++, dead)
  return { clock, queue, dead, wakeUps: () => wakeUps }
}

export function text(body: string, more: object = {}): Message {
  return parseMessage(amqp.encode({ body, message_id: body, ...more }))
}

export function at(time: number): object {
  return { message_annotations: { 'x-opt-scheduled-enqueue-time': new Date(time) } }
}

export function id(entry: Entry | undefined): unknown {
  return entry?.message.properties[0]?.value
}

export function peeked(queue: Queue): [number, unknown][] {
  return [...queue.peek(0)].map((entry) => [entry.sequenceNumber, id(entry)])
}

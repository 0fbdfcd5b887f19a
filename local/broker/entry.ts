import { type Typed, types } from 'rhea'
import type { DeliveryInfo, Message } from './message'

/** A message in its queue. Times are milliseconds since the epoch. */
export interface Entry {
  message: Message
  readonly sequenceNumber: number
  readonly enqueuedSequenceNumber: number
  readonly enqueuedAt: number
  readonly timeToLive: number
  readonly expiresAt: number
  /** Number of deliveries that did not complete or dead-letter the message. */
  deliveryCount: number
  state: 'active' | 'locked' | 'deferred' | 'scheduled'
  /** Whether it was set aside: such a message is only received by its number, also after an unlock. */
  deferred: boolean
  /** When the state ends: lock expiry, message expiry or scheduled time. */
  due: number
  token: string
}

/** Returns the data that a delivery or a peek of this entry shows. */
export function deliveryInfo(entry: Entry): DeliveryInfo {
  return {
    sequenceNumber: entry.sequenceNumber,
    enqueuedSequenceNumber: entry.enqueuedSequenceNumber,
    enqueuedAt: entry.enqueuedAt,
    deliveryCount: entry.deliveryCount,
    timeToLive: entry.timeToLive,
    expiresAt: entry.expiresAt,
    state: entry.state === 'scheduled' ? 2 : entry.deferred ? 1 : 0,
  }
}

const [reasonKey, descriptionKey] = ['DeadLetterReason', 'DeadLetterErrorDescription']

/** Removes reason and description when they are null: a client that names none sends null. Other properties may be null. */
export function withoutEmptyReasons(changes: ReadonlyMap<string, Typed>): Map<string, Typed> {
  const isEmpty = (key: string, { value }: Typed) => value === null && [reasonKey, descriptionKey].includes(key)
  return new Map([...changes].filter(([key, value]) => !isEmpty(key, value)))
}

/** Returns what is added to a message that the queue itself dead-letters. */
export function reasonOf(reason: string, description: string): Map<string, Typed> {
  return new Map([
    [reasonKey, types.wrap_string(reason)],
    [descriptionKey, types.wrap_string(description)],
  ])
}

import { randomUUID } from 'node:crypto'
import { type Typed, types } from 'rhea'
import { entriesOf, listOf, read, section, sectionCode, sectionsOf } from './amqp'
import { BrokerError } from './errors'

/** A message as its sender made it. It never changes; the broker adds its own data to each delivery. */
export interface Message {
  /** durable, priority, time to live, first acquirer, delivery count; the broker sets the last. */
  readonly header: readonly Typed[]
  /** The encoded section, or empty. */
  readonly deliveryAnnotations: Buffer
  /** Without the annotations that the broker sets. */
  readonly annotations: ReadonlyMap<string, Typed>
  readonly properties: readonly Typed[]
  /** The encoded section, or empty. */
  readonly applicationProperties: Buffer
  /** The encoded body sections and footer. */
  readonly body: Buffer
  /** In milliseconds, if the sender set it. */
  readonly timeToLive: number | undefined
  /** Scheduled enqueue time, in milliseconds since the epoch. */
  readonly scheduledAt: number | undefined
  /** Encoded size in bytes. */
  readonly size: number
}

/** The data that the broker adds to a delivered or peeked message. Times are milliseconds since the epoch. */
export interface DeliveryInfo {
  sequenceNumber: number
  enqueuedSequenceNumber: number
  enqueuedAt: number
  deliveryCount: number
  timeToLive: number
  expiresAt: number
  /** 0 active, 1 deferred, 2 scheduled. */
  state: 0 | 1 | 2
  lockedUntil?: number
}

const scheduledTime = 'x-opt-scheduled-enqueue-time'
const ownAnnotations = [
  'x-opt-sequence-number',
  'x-opt-enqueue-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-message-state',
]
const [ttlField, messageIdField, expiryField, creationField] = [2, 0, 8, 9]
const batchFormat = 0x80013700
const maxUint = 2 ** 32 - 1

/** Returns the messages of a transfer: one, or those of a batch. The envelope of a batch is no message. */
export function parseTransfer(data: Buffer, format: number): Message[] {
  if (format !== batchFormat) return [parseMessage(data)]
  const parts = sectionsOf(data).filter(({ code }) => code === sectionCode.data)
  return parts.map(({ bytes }) => parseMessage(read(bytes).value as Buffer))
}

/**
 * Parses a message; adds a message id when it has none, because the SDK needs one to settle. Throws a `BrokerError` when it cannot
 * be read, or could not be delivered or dead-lettered later, where an error would end the broker.
 */
export function parseMessage(data: Buffer): Message {
  try {
    const message = parse(data)
    tryChanges(message)
    return message
  } catch (error) {
    throw new BrokerError('amqp:decode-error', `The message cannot be read: ${(error as Error).message}`)
  }
}

function parse(data: Buffer): Message {
  const sections = sectionsOf(data)
  const bytesOf = (code: number) => sections.find((s) => s.code === code)?.bytes
  const header = fields(bytesOf(sectionCode.header))
  const properties = fields(bytesOf(sectionCode.properties))
  if (properties[messageIdField]?.value == null) properties[messageIdField] = types.wrap_string(randomUUID())
  const annotationBytes = bytesOf(sectionCode.messageAnnotations)
  const annotations = entriesOf(annotationBytes && read(annotationBytes))
  for (const name of ownAnnotations) annotations.delete(name)
  return {
    header,
    // copied, because a slice would keep the whole received chunk in memory
    deliveryAnnotations: Buffer.from(bytesOf(sectionCode.deliveryAnnotations) ?? []),
    annotations,
    properties,
    applicationProperties: Buffer.from(bytesOf(sectionCode.applicationProperties) ?? []),
    body: Buffer.concat(sections.filter((s) => s.code >= sectionCode.data).map((s) => s.bytes)),
    timeToLive: timeToLiveOf(header[ttlField]?.value),
    scheduledAt: scheduledAtOf(annotations.get(scheduledTime)?.value),
    size: data.length,
  }
}

function timeToLiveOf(value: unknown): number | undefined {
  if (value == null) return undefined
  if (typeof value === 'number' && value >= 0 && value <= maxUint) return value
  throw new Error('The time to live is not a number of 32 bits')
}

function scheduledAtOf(value: unknown): number | undefined {
  if (!(value instanceof Date)) return undefined
  if (Number.isNaN(value.getTime())) throw new Error('The scheduled time is not a date')
  return value.getTime()
}

/** Throws what a later change or delivery of the message would throw. */
function tryChanges(message: Message): void {
  const change = types.wrap_string('')
  const changed = withDeliveryAnnotation(withProperties(message, new Map([['', change]])), 'x', change)
  const times = { enqueuedAt: 0, expiresAt: 0, timeToLive: 0 }
  encodeMessage(changed, { sequenceNumber: 0, enqueuedSequenceNumber: 0, ...times, deliveryCount: 0, state: 0 }, true)
}

/** Returns the message with application properties added or replaced. */
export function withProperties(message: Message, changes: ReadonlyMap<string, Typed>): Message {
  if (changes.size === 0) return message
  const now = message.applicationProperties.length > 0 ? entriesOf(read(message.applicationProperties)) : new Map()
  const merged = types.wrap(new Map([...now, ...changes]))
  return { ...message, applicationProperties: section(sectionCode.applicationProperties, merged) }
}

/** Returns the message with a delivery annotation added or replaced. */
export function withDeliveryAnnotation(message: Message, name: string, value: Typed): Message {
  const now = message.deliveryAnnotations.length > 0 ? entriesOf(read(message.deliveryAnnotations)) : new Map()
  const merged = types.wrap_symbolic_map({ ...Object.fromEntries(now), [name]: value })
  return { ...message, deliveryAnnotations: section(sectionCode.deliveryAnnotations, merged) }
}

/** Encodes a message for a receiver, with the broker's data in header, annotations and expiry time. */
export function encodeMessage(message: Message, info: DeliveryInfo, omitBody = false): Buffer {
  const header = padded(message.header, 5)
  header[ttlField] = types.wrap_uint(info.timeToLive)
  header[4] = types.wrap_uint(info.deliveryCount) // must be set even when 0, because the SDK passes it on
  const properties = padded(message.properties, creationField + 1)
  properties[expiryField] = types.wrap_timestamp(info.expiresAt)
  properties[creationField] = types.wrap_timestamp(info.expiresAt - info.timeToLive) // the SDK computes the time to live from both
  const annotations: Record<string, Typed> = {
    ...Object.fromEntries(message.annotations),
    'x-opt-sequence-number': types.wrap_long(info.sequenceNumber),
    'x-opt-enqueue-sequence-number': types.wrap_long(info.enqueuedSequenceNumber),
    'x-opt-enqueued-time': types.wrap_timestamp(info.enqueuedAt),
    'x-opt-message-state': types.wrap_int(info.state),
  }
  if (info.lockedUntil !== undefined) annotations['x-opt-locked-until'] = types.wrap_timestamp(info.lockedUntil)
  return Buffer.concat([
    section(sectionCode.header, types.wrap_list(header)),
    message.deliveryAnnotations,
    section(sectionCode.messageAnnotations, types.wrap_symbolic_map(annotations)),
    section(sectionCode.properties, types.wrap_list(properties)),
    message.applicationProperties,
    omitBody ? section(sectionCode.data, types.wrap_binary(Buffer.alloc(0))) : message.body,
  ])
}

function fields(bytes: Buffer | undefined): Typed[] {
  return bytes ? [...listOf(read(bytes))] : []
}

function padded(list: readonly Typed[], length: number): (Typed | null)[] {
  return Array.from({ length: Math.max(length, list.length) }, (_, at) => list[at] ?? null)
}

import { randomUUID } from 'node:crypto'
import { type Typed, types } from 'rhea'
import { entriesOf, listOf, read, section, sectionCode, sectionsOf } from './amqp'
import { BrokerError } from './errors'

/** A message as its sender made it. It never changes; what the broker adds is written beside it on every delivery. */
export interface Message {
  /** durable, priority, time to live, first acquirer, delivery count; the last is the broker's. */
  readonly header: readonly Typed[]
  /** Without the ones the broker writes itself. */
  readonly annotations: ReadonlyMap<string, Typed>
  readonly properties: readonly Typed[]
  /** The section as it came, or empty. */
  readonly applicationProperties: Buffer
  /** Body sections and footer as they came. */
  readonly body: Buffer
  /** Milliseconds, if the sender gave any. */
  readonly timeToLive: number | undefined
  /** When it wants to be enqueued, milliseconds since the epoch. */
  readonly scheduledAt: number | undefined
  /** Bytes on the wire. */
  readonly size: number
}

/** What the broker knows about a message in a queue and tells whoever gets to see it. Times are epoch milliseconds. */
export interface Facts {
  sequenceNumber: number
  enqueuedSequenceNumber: number
  enqueuedAt: number
  deliveryCount: number
  timeToLive: number
  expiresAt: number
  /** 0 active, 2 scheduled (1 is deferred, which the broker does not have). */
  state: 0 | 2
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

/** The messages in a transfer: one, or those of a batch, whose envelope is none itself. */
export function parseTransfer(data: Buffer, format: number): Message[] {
  if (format !== batchFormat) return [parseMessage(data)]
  const parts = sectionsOf(data).filter(({ code }) => code === sectionCode.data)
  return parts.map(({ bytes }) => parseMessage(read(bytes).value as Buffer))
}

/** Reads an encoded message; gives it a message id when it has none, as settling needs one in the SDK. */
export function parseMessage(data: Buffer): Message {
  const sections = wellFormed(data)
  const bytesOf = (code: number) => sections.find((s) => s.code === code)?.bytes
  const header = fields(bytesOf(sectionCode.header))
  const properties = fields(bytesOf(sectionCode.properties))
  if (properties[messageIdField]?.value == null) properties[messageIdField] = types.wrap_string(randomUUID())
  const annotationBytes = bytesOf(sectionCode.messageAnnotations)
  const annotations = entriesOf(annotationBytes && read(annotationBytes))
  for (const name of ownAnnotations) annotations.delete(name)
  const ttl: unknown = header[ttlField]?.value
  const scheduled: unknown = annotations.get(scheduledTime)?.value
  return {
    header,
    annotations,
    properties,
    // Copied, because a slice would keep the whole chunk it was received in.
    applicationProperties: Buffer.from(bytesOf(sectionCode.applicationProperties) ?? []),
    body: Buffer.concat(sections.filter((s) => s.code >= sectionCode.data).map((s) => s.bytes)),
    timeToLive: typeof ttl === 'number' ? ttl : undefined,
    scheduledAt: scheduled instanceof Date ? scheduled.getTime() : undefined,
    size: data.length,
  }
}

/** The message with application properties added or replaced. */
export function withProperties(message: Message, changes: ReadonlyMap<string, Typed>): Message {
  if (changes.size === 0) return message
  const now = message.applicationProperties.length > 0 ? entriesOf(read(message.applicationProperties)) : new Map()
  const merged = types.wrap(new Map([...now, ...changes]))
  return { ...message, applicationProperties: section(sectionCode.applicationProperties, merged) }
}

/** Encodes a message as a receiver gets it, with the broker's facts in header, annotations and expiry time. */
export function encodeMessage(message: Message, facts: Facts, omitBody = false): Buffer {
  const header = padded(message.header, 5)
  header[ttlField] = types.wrap_uint(facts.timeToLive)
  header[4] = types.wrap_uint(facts.deliveryCount) // must be there even when 0: the SDK passes it through
  const properties = padded(message.properties, creationField + 1)
  properties[expiryField] = types.wrap_timestamp(facts.expiresAt)
  properties[creationField] = types.wrap_timestamp(facts.expiresAt - facts.timeToLive) // the SDK subtracts the two
  const annotations: Record<string, Typed> = {
    ...Object.fromEntries(message.annotations),
    'x-opt-sequence-number': types.wrap_long(facts.sequenceNumber),
    'x-opt-enqueue-sequence-number': types.wrap_long(facts.enqueuedSequenceNumber),
    'x-opt-enqueued-time': types.wrap_timestamp(facts.enqueuedAt),
    'x-opt-message-state': types.wrap_int(facts.state),
  }
  if (facts.lockedUntil !== undefined) annotations['x-opt-locked-until'] = types.wrap_timestamp(facts.lockedUntil)
  return Buffer.concat([
    section(sectionCode.header, types.wrap_list(header)),
    section(sectionCode.messageAnnotations, types.wrap_symbolic_map(annotations)),
    section(sectionCode.properties, types.wrap_list(properties)),
    message.applicationProperties,
    omitBody ? section(sectionCode.data, types.wrap_binary(Buffer.alloc(0))) : message.body,
  ])
}

function wellFormed(data: Buffer) {
  try {
    return sectionsOf(data)
  } catch (error) {
    throw new BrokerError('amqp:decode-error', `The message cannot be read: ${(error as Error).message}`)
  }
}

function fields(bytes: Buffer | undefined): Typed[] {
  return bytes ? [...listOf(read(bytes))] : []
}

function padded(list: readonly Typed[], length: number): (Typed | null)[] {
  return Array.from({ length: Math.max(length, list.length) }, (_, at) => list[at] ?? null)
}

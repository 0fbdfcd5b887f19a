import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import type { TypedData } from './protocol'

/** Converts a message body as the real host does: text when it is UTF-8, else bytes. The library parses JSON. */
export function inputData({ body }: ServiceBusReceivedMessage): TypedData {
  if (body === undefined || body === null) return { string: '' }
  if (typeof body === 'string') return { string: body }
  if (!Buffer.isBuffer(body)) return { json: JSON.stringify(body) }
  try {
    return { string: new TextDecoder('utf8', { fatal: true }).decode(body) }
  } catch {
    return { bytes: body }
  }
}

/**
 * Returns `context.triggerMetadata` (the library lower-cases first letters later): the message's properties
 * (`ServiceBusTriggerBindingStrategy.cs`), overridden by the top-level properties of a JSON body.
 */
export function triggerMetadata(message: ServiceBusReceivedMessage, data: TypedData): Record<string, TypedData> {
  const metadata: Record<string, TypedData> = {
    DeliveryCount: { json: String((message.deliveryCount ?? 0) + 1) }, // the SDK counts from 0, a trigger from 1
    ApplicationProperties: { json: JSON.stringify(message.applicationProperties ?? {}) },
    ...long('SequenceNumber', message.sequenceNumber),
    ...long('EnqueuedSequenceNumber', message.enqueuedSequenceNumber),
    ...text('MessageId', message.messageId?.toString()),
    ...text('LockToken', message.lockToken),
    ...text('ContentType', message.contentType),
    ...text('CorrelationId', message.correlationId?.toString()),
    ...text('Subject', message.subject),
    ...text('Label', message.subject),
    ...text('To', message.to),
    ...text('ReplyTo', message.replyTo),
    ...text('ReplyToSessionId', message.replyToSessionId),
    ...text('SessionId', message.sessionId),
    ...text('PartitionKey', message.partitionKey),
    ...text('DeadLetterSource', message.deadLetterSource),
    ...time('EnqueuedTime', message.enqueuedTimeUtc),
    ...time('ExpiresAt', message.expiresAtUtc),
  }
  return { ...metadata, ...bodyProperties(data.string ?? data.json, Object.keys(metadata)) }
}

/**
 * Returns the top-level properties of a JSON body as binding data, without arrays and nulls. Names ignore case; a name in
 * `taken` keeps that spelling (Azure/azure-functions-host `Utility.ApplyBindingData`).
 */
export function bodyProperties(body: string | undefined, taken: string[]): Record<string, TypedData> {
  if (body === undefined || !/^\s*\{[^]*\}\s*$/.test(body)) return {}
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(body) as Record<string, unknown>
  } catch {
    return {}
  }
  const known = new Map(taken.map((name) => [name.toLowerCase(), name]))
  const found: Record<string, TypedData> = {}
  for (const [name, value] of Object.entries(parsed)) {
    if (value === null || Array.isArray(value)) continue
    found[known.get(name.toLowerCase()) ?? name] =
      typeof value === 'object' ? { json: JSON.stringify(value) } : { string: scalar(value) }
  }
  return found
}

/** Formats a scalar as .NET does: `True`, not `true`. */
function scalar(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}

function text(name: string, value: string | undefined): Record<string, TypedData> {
  return value === undefined ? {} : { [name]: { string: value } }
}

/** A time as .NET writes it: as `DateTime`, which has no zone, under the name that ends in `Utc`, and with its zone. */
function time(name: string, value: Date | undefined): Record<string, TypedData> {
  if (!value || Number.isNaN(value.getTime())) return {}
  const withoutZone = value.toISOString().replace(/\.?0*Z$/, '')
  return { [`${name}Utc`]: { json: `"${withoutZone}"` }, [name]: { json: `"${withoutZone}+00:00"` } }
}

/** A 64-bit number as a JSON number: the library rounds what is above 2^53, as on Azure. */
function long(name: string, value: { toString(): string } | undefined): Record<string, TypedData> {
  return value === undefined ? {} : { [name]: { json: value.toString() } }
}

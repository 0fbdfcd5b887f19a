import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { Message } from '../../src/runs/queue/message'

/** A message of a dead-letter queue, as far as it is told. Its texts are as they came: whoever can send wrote them. */
export interface Letter {
  queue: string
  /** A 64-bit number as text. */
  sequence: string
  messageId: string | null
  /** By the broker's clock, ISO 8601: when it was first sent. A broker does not tell when it was dead-lettered. */
  enqueuedAt: string | null
  /** Why the broker dead-lettered it. */
  reason: string | null
  description: string | null
  deliveryCount: number
  /** How often it was sent again, and which id it had before that. */
  redriveCount: number
  originalMessageId: string | null
  /** Its beginning. */
  body: string
  /** Null: it is no message of ours, and nothing can be done with it but look and remove. */
  runId: string | null
}

const longestBody = 2_000

/** Reads a message that was peeked or received without parsing its body. */
export function toLetter(queue: string, message: ServiceBusReceivedMessage): Letter {
  const body = bodyText(message.body)
  const { sequenceNumber, messageId, enqueuedTimeUtc, deadLetterReason, deadLetterErrorDescription } = message
  return {
    queue,
    sequence: String(sequenceNumber),
    messageId: idText(messageId),
    enqueuedAt: enqueuedTimeUtc?.toISOString() ?? null,
    reason: deadLetterReason ?? null,
    description: deadLetterErrorDescription ?? null,
    deliveryCount: message.deliveryCount ?? 0,
    redriveCount: redriveCountOf(message),
    originalMessageId: originalIdOf(message),
    body: body.slice(0, longestBody),
    runId: runIdOf(body),
  }
}

/** How often a message was sent again before; 0 for anything that is no such number. */
export function redriveCountOf({ applicationProperties }: ServiceBusReceivedMessage): number {
  const count = Number(applicationProperties?.redriveCount)
  return Number.isSafeInteger(count) && count > 0 ? count : 0
}

/** The id of a message before it was first sent again; null: it never was. */
export function originalIdOf({ applicationProperties }: ServiceBusReceivedMessage): string | null {
  const id = applicationProperties?.originalMessageId
  return typeof id === 'string' ? id : null
}

/** An AMQP id is a text, a number, or bytes. */
export function idText(id: unknown): string | null {
  if (id === undefined || id === null) return null
  return Buffer.isBuffer(id) ? id.toString('hex') : String(id)
}

function bodyText(body: unknown): string {
  if (Buffer.isBuffer(body)) return body.toString('utf8')
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
}

function runIdOf(text: string): string | null {
  try {
    return Message.safeParse(JSON.parse(text)).data?.runId ?? null
  } catch {
    return null
  }
}

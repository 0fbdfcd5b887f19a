import { randomUUID } from 'node:crypto'
import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { idText, originalIdOf, redriveCountOf } from './letter'

/** What the broker adds when it dead-letters a message: on a living one it would be a lie. */
const added = new Set(['DeadLetterReason', 'DeadLetterErrorDescription'])

/**
 * A message that can be sent for a dead letter: the same bytes, and a new id, because duplicate detection would accept and drop
 * a known one. Its time to live is the queue's.
 */
export function copyOf(letter: ServiceBusReceivedMessage): ServiceBusReceivedMessage['_rawAmqpMessage'] {
  const { body, messageId, contentType, correlationId, subject, applicationProperties = {} } = letter
  const kept = Object.entries(applicationProperties).filter(([name]) => !added.has(name))
  return {
    body,
    bodyType: letter._rawAmqpMessage.bodyType ?? 'data',
    properties: {
      messageId: randomUUID(),
      ...(contentType === undefined ? {} : { contentType }),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(subject === undefined ? {} : { subject }),
    },
    applicationProperties: {
      ...Object.fromEntries(kept),
      originalMessageId: originalIdOf(letter) ?? idText(messageId) ?? '',
      redriveCount: redriveCountOf(letter) + 1,
    },
  }
}

import { entityNotFound, notImplemented } from './errors'

/** What a link's address points at. */
export interface Address {
  /** In lower case: `queue` or `queue/$deadletterqueue`. */
  entity: string
  /** As the client wrote it. */
  name: string
  management: boolean
}

const deadLetters = '/$deadletterqueue'
const management = '/$management'

/** The key of a queue or dead-letter queue; names are compared without regard to case, as the service does. */
export function entityKey(name: string): string {
  return name.toLowerCase()
}

/** The key of a queue's dead-letter queue. */
export function deadLetterKey(queue: string): string {
  return entityKey(queue) + deadLetters
}

/** Reads an address; a full URL and the leading slash of the .NET client are understood too. Throws on what is none. */
export function parseAddress(address: unknown): Address {
  if (typeof address !== 'string' || address === '') throw entityNotFound('')
  const name = address.replace(/^(amqps?|sb):\/\/[^/]*/i, '').replace(/^\//, '')
  const lower = entityKey(name)
  const isManagement = lower.endsWith(management)
  const entity = isManagement ? lower.slice(0, -management.length) : lower
  if (entity.includes('/subscriptions/')) throw notImplemented(`topics and subscriptions: '${name}'`)
  if (entity.includes('/$transfer/')) throw notImplemented(`transfer dead-letter queues: '${name}'`)
  return { entity, name: isManagement ? name.slice(0, -management.length) : name, management: isManagement }
}

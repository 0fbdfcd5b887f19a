import { entityNotFound, notImplemented } from './errors'

/** The parsed address of a link. */
export interface Address {
  /** In lower case: `queue` or `queue/$deadletterqueue`. */
  entity: string
  /** The name in the spelling of the client. */
  name: string
  management: boolean
}

const deadLetters = '/$deadletterqueue'
const management = '/$management'

/** Returns the key of a queue or dead-letter queue. Names ignore case, as in the service. */
export function entityKey(name: string): string {
  return name.toLowerCase()
}

/** Returns the key of a queue's dead-letter queue. */
export function deadLetterKey(queue: string): string {
  return entityKey(queue) + deadLetters
}

/** Parses an address; also accepts a full URL, and the leading slash of the .NET client. Throws a `BrokerError`. */
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

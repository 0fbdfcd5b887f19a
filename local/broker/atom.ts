import type { Entity } from './entity'

const connect = 'http://schemas.microsoft.com/netservices/2010/10/servicebus/connect'
const counts = 'http://schemas.microsoft.com/netservices/2011/06/servicebus'

/** What a queue is and how many messages it holds, in the Atom form of the service. `url`: what was asked. */
export function queueEntry(url: string, { description, queue, deadLetters }: Entity): string {
  const { active, locked, scheduled, deferred } = queue.counts
  const dead = deadLetters?.counts.active ?? 0
  // the service counts a locked or deferred message as active
  const waiting = active + locked + deferred
  return `<entry xmlns="http://www.w3.org/2005/Atom"><id>${escaped(url)}</id>
<title type="text">${escaped(description.name)}</title>
<content type="application/xml"><QueueDescription xmlns="${connect}">${elements({
    LockDuration: duration(description.lockDuration),
    MaxSizeInMegabytes: 1024,
    RequiresDuplicateDetection: description.requiresDuplicateDetection,
    RequiresSession: description.requiresSession,
    DefaultMessageTimeToLive: duration(description.timeToLive),
    DeadLetteringOnMessageExpiration: description.deadLetterOnExpiration,
    DuplicateDetectionHistoryTimeWindow: 'PT10M',
    MaxDeliveryCount: description.maxDeliveryCount,
    EnableBatchedOperations: true,
    SizeInBytes: 0,
    MessageCount: waiting + scheduled + dead,
    Status: description.status,
    CreatedAt: unknown,
    UpdatedAt: unknown,
    AccessedAt: unknown,
    AutoDeleteOnIdle: 'P10675199DT2H48M5.4775807S',
    EnablePartitioning: description.enablePartitioning,
    EntityAvailabilityStatus: 'Available',
    EnableExpress: false,
  })}<CountDetails xmlns:d="${counts}">${elements({
    'd:ActiveMessageCount': waiting,
    'd:DeadLetterMessageCount': dead,
    'd:ScheduledMessageCount': scheduled,
    'd:TransferMessageCount': 0,
    'd:TransferDeadLetterMessageCount': 0,
  })}</CountDetails></QueueDescription></content></entry>`
}

/** The body of a refusal. */
export function refusalBody(status: number, detail: string): string {
  return `<Error>${elements({ Code: status, Detail: detail })}</Error>`
}

/** What the service says of a time that it does not know. */
const unknown = '0001-01-01T00:00:00Z'

/** Whole seconds as an ISO 8601 duration, in minutes where they fit, as the service writes them. */
function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds % 3600 === 0) return `PT${seconds / 3600}H`
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`
}

const elements = (values: Record<string, string | number | boolean>) =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (found) => entities[found]!)

import { app, type InvocationContext } from '@azure/functions'
import { backend } from '../src/main'
import { readUtcTime } from '../src/shared/utc-time'

/** Registers the trigger of one queue. `body` is already parsed if it is JSON. */
function register(name: string, lane: 'sync' | 'interactive', queueName: string): void {
  app.serviceBusQueue(name, {
    queueName,
    connection: 'ServiceBusConnection',
    handler: (body: unknown, { triggerMetadata }: InvocationContext) => {
      const { enqueuedTimeUtc, sequenceNumber, deliveryCount } = triggerMetadata ?? {}
      return backend.runMessage(lane, body, {
        enqueuedAt: readUtcTime(enqueuedTimeUtc),
        sequenceNumber: String(sequenceNumber),
        deliveryCount: Number(deliveryCount),
      })
    },
  })
}

register('run-sync', 'sync', '%SYNC_QUEUE%')
register('run-interactive', 'interactive', '%INTERACTIVE_QUEUE%')

import { app, type InvocationContext } from '@azure/functions'
import type { Backend } from '../src/app'
import type { Config } from '../src/config'
import { inInvocation } from './invocation'
import { readUtcTime } from '../src/shared/utc-time'

const triggers = [
  { name: 'runSync', lane: 'sync' },
  { name: 'runInteractive', lane: 'interactive' },
] as const

/** Registers the triggers of both queues. `body` is already parsed if it is JSON. */
export function registerQueues(backend: Backend, queues: Config['queues']): void {
  for (const { name, lane } of triggers)
    app.serviceBusQueue(name, {
      queueName: queues[lane],
      connection: 'ServiceBusConnection',
      handler: (body: unknown, context: InvocationContext) => {
        const { enqueuedTimeUtc, sequenceNumber, deliveryCount } = context.triggerMetadata ?? {}
        const delivery = {
          enqueuedAt: readUtcTime(enqueuedTimeUtc),
          sequenceNumber: String(sequenceNumber),
          deliveryCount: Number(deliveryCount),
        }
        return inInvocation(backend, name, context, () => backend.runMessage(lane, body, delivery))
      },
    })
}

import { join } from 'node:path'
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceiver } from '@azure/service-bus'
import Long from 'long'
import { type Broker, startBroker } from '../../local/broker/broker'
import type { Clock } from '../../local/clock'
import { dlqCommand } from '../../cli/commands/dlq'
import { connectionOptions } from '../../cli/connection'
import type { Outside } from '../../cli/outside'
import { startServer } from './server'
import { asTyped, typed } from './typed'

export const queue = 'intune-sync-queue'

/** Starts a broker with the queues of this project. `clock`: one by which locks run out. */
export const startLocalBroker = (clock?: Clock): Promise<Broker> =>
  startBroker({
    port: 0,
    config: join(__dirname, '../../local/broker/config.json'),
    ...(clock ? { clock } : {}),
  })

/** An id of a run, by its number. */
export const idOf = (n: number) => `0198c1f2-7c1e-7a55-9d3c-${String(n).padStart(12, '0')}`

/** The message of a run. */
export const messageOf = (n: number): ServiceBusMessage => ({
  body: { v: 1, runId: idOf(n) },
  messageId: `m${n}`,
  contentType: 'application/json',
})

/** Makes dead letters of a queue, in this order. */
export async function bury(
  broker: Broker,
  messages: ServiceBusMessage[],
  { to = queue, reason = 'MaxDeliveryCountExceeded' } = {},
): Promise<void> {
  const client = new ServiceBusClient(broker.connectionString)
  await client.createSender(to).sendMessages(messages)
  const receiver = client.createReceiver(to, { skipParsingBodyAsJson: true })
  for (let dead = 0; dead < messages.length;) {
    const received = await receiver.receiveMessages(messages.length - dead)
    for (const each of received)
      await receiver.deadLetterMessage(each, { deadLetterReason: reason, deadLetterErrorDescription: 'why\u001b[31m' })
    dead += received.length
  }
  await client.close()
}

/** The messages that wait in a queue or lie in its dead letters, peeked. */
export async function lying(broker: Broker, of: 'messages' | 'deadLetters', from = queue) {
  const client = new ServiceBusClient(broker.connectionString)
  try {
    return await client
      .createReceiver(from, of === 'deadLetters' ? { subQueueType: 'deadLetter' } : {})
      .peekMessages(250, { fromSequenceNumber: Long.ONE })
  } finally {
    await client.close()
  }
}

const workspaceId = '0c8d5f7e-2b1a-4c3d-8e9f-5a6b7c8d9e0f'

/** Starts an API with these runs in the second of two workspaces, by the number of the run. */
export function startRunsApi(runs: ReadonlyMap<string, object>) {
  return startServer((request, response) => {
    const path = request.url!.replace('/api', '')
    const run = runs.get(path.replace(`/workspaces/${workspaceId}/runs/`, ''))
    const workspaces = { items: [idOf(0), workspaceId].map((id) => ({ workspaceId: id, name: 'W', role: null })) }
    const answer = path === '/workspaces' ? workspaces : run
    response.writeHead(answer ? 200 : 404).end(answer ? JSON.stringify(answer) : '')
  })
}

/** A run that failed with a code, as the API tells it. */
export const failedRun = (n: number, code: string, operation = 'policy.sync') => ({
  runId: idOf(n),
  externalId: idOf(900),
  operation,
  status: 'failed',
  attempt: 1,
  error: { code, category: 'bug', message: 'Why\u001b[31m.' },
})

/** What an operator types behind `dlq`, run in this process. */
export function type(words: string[], outside: Partial<Outside>) {
  const connect = () => {
    throw new Error('Which API?')
  }
  return typed(dlqCommand({ typed: asTyped, options: connectionOptions, connect, ...outside }), words)
}

/** What the SDK's receivers have in common. */
const receivers = (broker: Broker) =>
  Object.getPrototypeOf(new ServiceBusClient(broker.connectionString).createReceiver(queue)) as ServiceBusReceiver

/** Does something beside each completion of a message: `beside` gets its number, from 1 on, and what completes it. */
export function onComplete(broker: Broker, beside: (n: number, complete: () => Promise<void>) => Promise<void>): void {
  const prototype = receivers(broker)
  const original = prototype.completeMessage
  let n = 0
  jest.spyOn(prototype, 'completeMessage').mockImplementation(function (this: ServiceBusReceiver, message) {
    return beside(++n, () => original.call(this, message))
  })
}

/** Neither completes nor gives back what was received, as a process that is gone. */
export function neverSettle(broker: Broker): void {
  onComplete(broker, () => Promise.reject(new Error('gone')))
  jest.spyOn(receivers(broker), 'abandonMessage').mockResolvedValue()
}

import { type ServiceBusClient as Client, ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus'
import { type Broker, startBroker } from '../../../local/broker/broker'
import type { EmulatorConfig } from '../../../local/broker/config'
import { ManualClock } from '../../../local/clock'

type QueueProperties = NonNullable<
  NonNullable<EmulatorConfig['UserConfig']['Namespaces'][number]['Queues']>[number]['Properties']
>

export const queueName = 'work'
export const deadLetters = `${queueName}/$DeadLetterQueue`

/** A config with one queue of these properties, and the emulator's defaults for the rest. */
export function configOf(properties: QueueProperties = {}): EmulatorConfig {
  const Queues = [{ Name: queueName, Properties: properties }]
  return { UserConfig: { Namespaces: [{ Name: 'sbemulatorns', Queues }], Logging: { Type: 'Console' } } }
}

/** A broker with a manual clock, and its clients; disposing stops all of them. */
export class BrokerSetup implements AsyncDisposable {
  readonly broker: Broker
  readonly clock: ManualClock
  readonly log: string[]
  readonly #clients: Client[] = []

  private constructor(broker: Broker, clock: ManualClock, log: string[]) {
    this.broker = broker
    this.clock = clock
    this.log = log
  }

  static async open(properties: QueueProperties = {}): Promise<BrokerSetup> {
    const clock = new ManualClock(Date.now()) // the SDK compares lock times with its own clock
    const log: string[] = []
    const config = configOf({ DeadLetteringOnMessageExpiration: true, MaxDeliveryCount: 10, ...properties })
    return new BrokerSetup(await startBroker({ port: 0, config, clock, log: (line) => log.push(line) }), clock, log)
  }

  /** A client that sends again what was not accepted in `timeoutInMs`. */
  client(timeoutInMs = 2000): Client {
    const retryOptions = { maxRetries: 100, retryDelayInMs: 10, timeoutInMs }
    const client = new ServiceBusClient(this.broker.connectionString, { retryOptions })
    this.#clients.push(client)
    return client
  }

  /** Creates a sender, and a receiver without automatic lock renewal. */
  pair(receiveMode: 'peekLock' | 'receiveAndDelete' = 'peekLock') {
    const client = this.client()
    const receiver = client.createReceiver(queueName, { receiveMode, maxAutoLockRenewalDurationInMs: 0 })
    return { client, receiver, sender: client.createSender(queueName) }
  }

  get counts() {
    return this.broker.queue(queueName)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()))
    await this.broker.stop()
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}

/** Returns the only element. Throws when there are more or none. */
export function only<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined || list.length > 1) throw new Error(`Expected one element, got ${list.length}`)
  return first
}

export function bodies(messages: readonly ServiceBusReceivedMessage[]): unknown[] {
  return messages.map(({ body }) => body as unknown)
}

/** Returns code and message of the error of an SDK call. Throws when there is no error. */
export async function failure(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await promise
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return { code, message }
  }
  throw new Error('It did not fail')
}

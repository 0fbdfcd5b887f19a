import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus'
import type { Clock } from '../clock'
import { connectionString, defaultConnection, MissingSetting, type Settings } from './app-settings'
import { atMost } from '../../src/shared/timeout'
import { closeTimeoutMs } from './close-timeout'
import type { HostedFunction, QueueFunction } from './functions'
import type { ServiceBusSettings } from './host-json'
import { inputData, triggerMetadata } from './message-data'
import { newInvocation } from './new-invocation'
import { outputMessages } from './output-messages'
import { identityConnection, identityCredential } from './identity'
import type { InvocationRequest, InvocationResponse, LogLevel } from './protocol'
import { QueuePump } from './queue-pump'

interface ServiceBusOptions {
  settings: Settings
  limits: ServiceBusSettings
  clock: Clock
  say: (text: string, level?: LogLevel) => void
}

/** Shorter than the SDK's defaults of 30 s and 60 s, because a local broker restarts quickly. */
const retryOptions = { retryDelayInMs: 200, maxRetryDelayInMs: 2000, maxRetries: 3, timeoutInMs: 5000 }

/** The Service Bus part of the host: one pump per queue trigger, and senders for output bindings. */
export class ServiceBus {
  readonly #options: ServiceBusOptions
  readonly #clients = new Map<string, ServiceBusClient>()
  readonly #senders = new Map<string, ServiceBusSender>()
  readonly #pumps: QueuePump[] = []

  constructor(options: ServiceBusOptions) {
    this.#options = options
  }

  /** Throws `MissingSetting` when a connection of the function is not set or wrong. */
  check(f: HostedFunction): void {
    if (f.trigger.kind === 'queue') this.#client(f.trigger.connection, f)
    for (const output of f.outputs) this.#client(output.connection, f)
  }

  /** Prepares the pump of a queue trigger. */
  listen(f: QueueFunction, execute: (request: InvocationRequest) => Promise<unknown>): void {
    const { limits, clock, say } = this.#options
    const { queue, connection, autoComplete } = f.trigger
    this.#pumps.push(
      new QueuePump({
        client: this.#client(connection, f),
        queue,
        maxConcurrentCalls: limits.maxConcurrentCalls,
        prefetchCount: limits.prefetchCount,
        maxAutoLockRenewalMs: limits.maxAutoLockRenewalDuration,
        autoComplete: autoComplete ?? limits.autoCompleteMessages,
        clock,
        say,
        handle: async (message) => {
          const data = inputData(message)
          await execute(newInvocation(f, data, { triggerMetadata: triggerMetadata(message, data) }))
        },
      }),
    )
  }

  start(): void {
    for (const pump of this.#pumps) pump.start()
  }

  /** Stops receiving; running messages can still be settled. */
  async pause(): Promise<void> {
    await Promise.all(this.#pumps.map((pump) => pump.pause()))
  }

  /** Waits for settlements and closes the connections, at most 3 s each, so that a missing broker delays nothing. */
  async close(): Promise<void> {
    await atMost(closeTimeoutMs, Promise.all(this.#pumps.map((pump) => pump.idle())))
    await atMost(closeTimeoutMs, Promise.all([...this.#clients.values()].map((client) => client.close())))
  }

  /** Sends the Service Bus output bindings of a function. Rejects when the broker refuses a message. */
  async sendOutputs(f: HostedFunction, response: InvocationResponse): Promise<void> {
    for (const { name, queue, connection } of f.outputs) {
      const data =
        name === '$return' ? response.returnValue : response.outputData?.find((output) => output.name === name)?.data
      const messages = outputMessages(data)
      if (messages.length > 0) await this.#sender(connection, queue, f).sendMessages(messages)
    }
  }

  #sender(connection: string | undefined, queue: string, f: HostedFunction): ServiceBusSender {
    const key = `${connection}/${queue}`
    const sender = this.#senders.get(key) ?? this.#client(connection, f).createSender(queue)
    this.#senders.set(key, sender)
    return sender
  }

  #client(connection: string | undefined, f: HostedFunction): ServiceBusClient {
    const { settings } = this.#options
    const byIdentity = identityConnection(connection ?? defaultConnection, settings)
    const text = byIdentity?.namespace ?? connectionString(connection, settings, `function ${f.name}`)
    const known = this.#clients.get(text)
    if (known) return known
    const client = byIdentity
      ? new ServiceBusClient(text, identityCredential(settings, byIdentity.clientId), { retryOptions })
      : newClient(text, connection, f)
    this.#clients.set(text, client)
    return client
  }
}

function newClient(text: string, connection: string | undefined, f: HostedFunction): ServiceBusClient {
  try {
    return new ServiceBusClient(text, { retryOptions })
  } catch {
    const name = connection ?? defaultConnection
    throw new MissingSetting(`function ${f.name}: the app setting ${name} is no Service Bus connection string`)
  }
}

import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus'
import { type Broker, startBroker } from '../../../local/broker/broker'
import { ManualClock } from '../../../local/clock'
import type { HostOptions } from '../../../local/host/host'
import { eventually, hostFor, type TestHost } from './harness'

/** A broker with a manual clock, one client, and any number of hosts on them. */
export class QueueSetup implements AsyncDisposable {
  readonly clock: ManualClock
  readonly broker: Broker
  readonly client: ServiceBusClient
  readonly #hosts: TestHost[] = []

  private constructor(broker: Broker, clock: ManualClock) {
    this.broker = broker
    this.clock = clock
    this.client = new ServiceBusClient(broker.connectionString)
  }

  static async open(): Promise<QueueSetup> {
    const clock = new ManualClock(Date.now())
    const Properties = { LockDuration: 'PT1M', MaxDeliveryCount: 3 }
    const Queues = ['work', 'out'].map((Name) => ({ Name, Properties }))
    const config = { UserConfig: { Namespaces: [{ Name: 'sbemulatorns', Queues }], Logging: { Type: 'Console' } } }
    return new QueueSetup(await startBroker({ port: 0, config, clock }), clock)
  }

  get settings() {
    return { Bus: this.broker.connectionString, WORK_QUEUE: 'work' }
  }

  async host(options: Partial<HostOptions> = {}): Promise<TestHost> {
    const host = await hostFor({ clock: this.clock, settings: this.settings, graceMs: 200, ...options })
    this.#hosts.push(host)
    return host
  }

  async send(...messages: ServiceBusMessage[]): Promise<void> {
    const sender = this.client.createSender('work')
    for (const message of messages) await sender.sendMessages(message)
    await sender.close()
  }

  async receive(queue: string, count: number) {
    const receiver = this.client.createReceiver(queue, { receiveMode: 'receiveAndDelete', skipParsingBodyAsJson: true })
    const messages = await receiver.receiveMessages(count, { maxWaitTimeInMs: 5000 })
    await receiver.close()
    return messages
  }

  get work() {
    return this.broker.queue('work')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()))
    await this.client.close()
    await this.broker.stop()
  }
}

/** Reads from the log what the function `work` received, one entry per delivery. */
export function deliveries(lines: string[]): { message: unknown; metadata: Record<string, unknown> }[] {
  return lines.flatMap((line) => {
    const text = /got (.*)$/.exec(line)?.[1]
    return text === undefined ? [] : [JSON.parse(text) as { message: unknown; metadata: Record<string, unknown> }]
  })
}

export function delivered(host: TestHost, count: number) {
  return eventually(
    () => {
      const all = deliveries(host.lines)
      return all.length >= count ? all : undefined
    },
    `${count} deliveries in ${host.lines.join('\n')}`,
  )
}

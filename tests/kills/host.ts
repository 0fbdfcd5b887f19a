import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus'
import type { Clock } from '../../local/clock'
import { QueuePump } from '../../local/host/queue-pump'
import type { Lane } from '../../src/runs/ledger/types'
import type { Worker } from './worker'

export const queues: Record<Lane, string> = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }

interface HostOptions {
  connectionString: string
  clock: Clock
  worker: Worker
}

/**
 * The part of the Functions host that outlives a worker: holds the messages' locks, completes what its worker returned
 * from, and abandons at once what it threw at or died under.
 */
export class Host {
  /** Who gets the messages from now on. */
  worker: Worker
  /** How many messages it may yet be given; the others wait, locked. */
  allowed = Infinity
  /** Messages given to a worker and not yet answered. */
  inFlight = 0
  /** Messages that a worker has answered. */
  answered = 0
  readonly #client: ServiceBusClient
  readonly #pumps: QueuePump[]
  /** The machine is gone: nobody is left to give a message back, its lock has to run out. */
  dead = false
  #waiting: (() => void)[] = []

  constructor({ connectionString, clock, worker }: HostOptions) {
    this.worker = worker
    this.#client = new ServiceBusClient(connectionString, {
      retryOptions: { maxRetries: 0, retryDelayInMs: 10, timeoutInMs: 1000 },
    })
    this.#pumps = (Object.keys(queues) as Lane[]).map(
      (lane) =>
        new QueuePump({
          client: this.#client,
          queue: queues[lane],
          maxConcurrentCalls: 4,
          prefetchCount: 0,
          maxAutoLockRenewalMs: 35 * 60_000,
          autoComplete: true,
          clock,
          say: () => {},
          handle: (message) => this.#handle(lane, message),
        }),
    )
    for (const pump of this.#pumps) pump.start()
  }

  /** Gives a worker whatever waits. */
  release(worker: Worker): void {
    this.worker = worker
    this.allowed = Infinity
    for (const go of this.#waiting.splice(0)) go()
  }

  /** Ends it in order: nothing more is taken, and what was taken is settled. */
  async close(): Promise<void> {
    await Promise.all(this.#pumps.map((pump) => pump.pause()))
    await Promise.all(this.#pumps.map((pump) => pump.idle()))
    await this.#client.close()
  }

  /** Frees what a dead host still holds on this machine. */
  async bury(): Promise<void> {
    await this.#client.close().catch(() => {})
  }

  async #handle(lane: Lane, message: ServiceBusReceivedMessage): Promise<void> {
    while (this.allowed <= 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.allowed--
    this.inFlight++
    const { body, enqueuedTimeUtc, sequenceNumber, deliveryCount = 0 } = message
    const delivery = {
      enqueuedAt: enqueuedTimeUtc,
      sequenceNumber: String(sequenceNumber),
      deliveryCount: deliveryCount + 1,
    }
    try {
      await this.worker.call('runMessage', lane, JSON.parse(String(body)), delivery)
    } catch (error) {
      if (this.dead) await new Promise(() => {})
      throw error
    } finally {
      this.inFlight--
      this.answered++
    }
  }
}

import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus'
import type { Clock } from '../../../local/clock'
import { closeTimeoutMs } from '../../../local/host/close-timeout'
import { atMost } from '../../../src/shared/timeout'
import { QueuePump } from '../../../local/host/queue-pump'
import type { Lane } from '../../../src/shared/operation-record'
import type { WorkerProcess } from './worker-process'

export const queues: Record<Lane, string> = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }

interface Options {
  connectionString: string
  clock: Clock
  worker: WorkerProcess
  /** How many messages the worker may be given. */
  allowed: number
}

/** The part of the Functions host that outlives a worker: locks messages, and completes or abandons them. */
export class FunctionsHost {
  /** How many more messages are given to the worker; the others wait, locked. */
  allowed: number
  /** Messages given to a worker and not yet answered. */
  inFlight = 0
  /** Messages that a worker has answered. */
  answered = 0
  /** The machine is gone: nobody gives its messages back, their locks have to run out. */
  dead = false
  #worker: WorkerProcess
  #waiting: (() => void)[] = []
  #closed: Promise<void> | undefined
  readonly #client: ServiceBusClient
  readonly #pumps: QueuePump[]

  constructor({ connectionString, clock, worker, allowed }: Options) {
    this.#worker = worker
    this.allowed = allowed
    this.#client = new ServiceBusClient(connectionString, {
      retryOptions: { maxRetries: 0, retryDelayInMs: 10, timeoutInMs: 10_000 },
    })
    const shared = { maxConcurrentCalls: 4, prefetchCount: 0, maxAutoLockRenewalMs: 35 * 60_000, autoComplete: true }
    // a dead machine renews no locks
    const after = (ms: number, fn: () => void) => clock.after(ms, () => !this.dead && fn())
    const whileAlive = { now: () => clock.now(), after }
    this.#pumps = (Object.keys(queues) as Lane[]).map(
      (lane) =>
        new QueuePump({
          ...shared,
          client: this.#client,
          queue: queues[lane],
          clock: whileAlive,
          say: () => {},
          handle: (message) => this.#handle(lane, message),
        }),
    )
    for (const pump of this.#pumps) pump.start()
  }

  /** Messages that are locked, but not given to the worker. */
  get heldBack(): number {
    return this.#waiting.length
  }

  /** Gives another worker whatever waits, and all that comes. */
  resumeWith(worker: WorkerProcess): void {
    this.#worker = worker
    this.allowed = Infinity
    for (const go of this.#waiting.splice(0)) go()
  }

  /** Ends in order: takes nothing more and settles what was taken. A dead one only closes its connection. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#pumps.map((pump) => pump.pause()))
    if (!this.dead) await Promise.all(this.#pumps.map((pump) => pump.idle()))
    await atMost(closeTimeoutMs, this.#client.close())
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
      await this.#worker.call('runMessage', lane, JSON.parse(String(body)), delivery)
    } catch (error) {
      if (this.dead) await new Promise(() => {})
      throw error
    } finally {
      this.inFlight--
      this.answered++
    }
  }
}

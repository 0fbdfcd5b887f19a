import type { Clock } from '../clock'
import { deadLetterKey, entityKey, parseAddress } from './address'
import type { QueueSettings } from './config'
import { entityNotFound } from './errors'
import { Queue } from './queue'

/** A receiving link. */
export interface Consumer {
  /** How many messages can be sent to it now. */
  capacity(): number
  /** Takes one message from the queue and sends it. */
  deliver(queue: Queue): void
}

/** A queue or dead-letter queue, with the consumers that wait for its messages. */
export class Entity {
  readonly name: string
  readonly queue: Queue
  readonly deadLetters: Queue | undefined
  /** In round-robin order. A consumer without capacity is removed; its next flow frame adds it again. */
  readonly #waiting = new Set<Consumer>()
  #dispatchScheduled = false

  constructor(settings: QueueSettings, clock: Clock, deadLetters?: Queue) {
    this.name = settings.name
    this.deadLetters = deadLetters
    this.queue = new Queue(settings, clock, () => this.scheduleDispatch(), deadLetters)
  }

  /** Adds a waiting consumer. */
  addConsumer(consumer: Consumer): void {
    this.#waiting.add(consumer)
    this.scheduleDispatch()
  }

  removeConsumer(consumer: Consumer): void {
    this.#waiting.delete(consumer)
  }

  /** Calls `dispatch` in the next tick, once for all calls until then. */
  scheduleDispatch(): void {
    if (this.#dispatchScheduled) return
    this.#dispatchScheduled = true
    setImmediate(() => this.dispatch())
  }

  /** Sends ready messages to the consumers in turn, while there are messages and capacity. */
  dispatch(): void {
    this.#dispatchScheduled = false
    for (const consumer of this.#waiting) {
      if (!this.queue.hasReady) return
      this.#waiting.delete(consumer)
      if (consumer.capacity() <= 0) continue
      consumer.deliver(this.queue)
      this.#waiting.add(consumer) // iteration over a Set includes items added meanwhile
    }
  }
}

/** All queues of the broker with their dead-letter queues. */
export class Entities {
  readonly #byKey = new Map<string, Entity>()

  constructor(settings: readonly QueueSettings[], clock: Clock) {
    for (const queue of settings) {
      const deadLetters = new Entity({ ...queue, name: `${queue.name}/$DeadLetterQueue` }, clock)
      this.#byKey.set(deadLetterKey(queue.name), deadLetters)
      this.#byKey.set(entityKey(queue.name), new Entity(queue, clock, deadLetters.queue))
    }
  }

  /** Returns the entity of an address. Throws a `BrokerError` when there is none. */
  at(address: unknown): { entity: Entity; management: boolean } {
    const { entity: key, name, management } = parseAddress(address)
    const entity = this.#byKey.get(key)
    if (!entity) throw entityNotFound(name)
    return { entity, management }
  }

  close(): void {
    for (const { queue } of this.#byKey.values()) queue.close()
  }
}

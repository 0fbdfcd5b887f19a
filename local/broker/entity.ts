import type { Clock } from '../clock'
import { deadLetterKey, entityKey, parseAddress } from './address'
import type { QueueSettings } from './config'
import { entityNotFound } from './errors'
import { Queue } from './queue'

/** A receiver that can take messages. */
export interface Consumer {
  /** How many messages it can take right now. */
  room(): number
  /** Takes one message from the queue and sends it off. */
  deliver(queue: Queue): void
}

/** A queue, or a dead-letter queue, with the receivers that wait for its messages. */
export class Entity {
  readonly name: string
  readonly queue: Queue
  readonly deadLetters: Queue | undefined
  /** In turn: whoever got a message goes to the end. One without room leaves, until its next flow brings it back. */
  readonly #waiting = new Set<Consumer>()
  #planned = false

  constructor(settings: QueueSettings, clock: Clock, deadLetters?: Queue) {
    this.name = settings.name
    this.deadLetters = deadLetters
    this.queue = new Queue(settings, clock, () => this.plan(), deadLetters)
  }

  /** Puts a receiver in line. */
  serve(consumer: Consumer): void {
    this.#waiting.add(consumer)
    this.plan()
  }

  leave(consumer: Consumer): void {
    this.#waiting.delete(consumer)
  }

  /** Hands out messages soon, once for everything that happens until then. */
  plan(): void {
    if (this.#planned) return
    this.#planned = true
    setImmediate(() => this.dispatch())
  }

  /** Hands out messages now, to the receivers in turn, as long as there are messages and room. */
  dispatch(): void {
    this.#planned = false
    for (const consumer of this.#waiting) {
      if (!this.queue.hasReady) return
      this.#waiting.delete(consumer)
      if (consumer.room() <= 0) continue
      consumer.deliver(this.queue)
      this.#waiting.add(consumer) // a Set goes on to what is added while it is walked
    }
  }
}

/** All queues of the broker and their dead-letter queues. */
export class Entities {
  readonly #byKey = new Map<string, Entity>()

  constructor(settings: readonly QueueSettings[], clock: Clock) {
    for (const queue of settings) {
      const deadLetters = new Entity({ ...queue, name: `${queue.name}/$DeadLetterQueue` }, clock)
      this.#byKey.set(deadLetterKey(queue.name), deadLetters)
      this.#byKey.set(entityKey(queue.name), new Entity(queue, clock, deadLetters.queue))
    }
  }

  /** The entity at an address; throws a clear refusal when there is none. */
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

import type { Clock } from '../clock'
import { deadLetterKey, entityKey, parseAddress } from './address'
import type { QueueDescription, QueueStatus } from './config'
import { type BrokerError, disabled, entityNotFound, notImplemented } from './errors'
import { Queue } from './queue'

/** A receiving link. */
export interface Consumer {
  /** How many messages can be sent to it now. */
  capacity(): number
  /** Takes one message from the queue and sends it. */
  deliver(queue: Queue): void
}

/** What a link is for: the requests of `manage` need both of the others. */
type Way = 'send' | 'receive' | 'manage'

/** A link of a client. */
interface Link {
  way: Way
  close(error: BrokerError): void
}

const allowed: Readonly<Record<QueueStatus, readonly Way[]>> = {
  Active: ['send', 'receive', 'manage'],
  SendDisabled: ['receive'],
  ReceiveDisabled: ['send'],
  Disabled: [],
}

/** A queue or dead-letter queue, with the consumers that wait for its messages. */
export class Entity {
  description: QueueDescription
  readonly queue: Queue
  readonly deadLetters: Queue | undefined
  /** In round-robin order. A consumer without capacity is removed; its next flow frame adds it again. */
  readonly #waiting = new Set<Consumer>()
  readonly #links = new Set<Link>()
  #dispatchScheduled = false

  constructor(description: QueueDescription, clock: Clock, deadLetters?: Queue) {
    this.description = description
    this.deadLetters = deadLetters
    this.queue = new Queue(description, clock, () => this.scheduleDispatch(), deadLetters)
  }

  get name(): string {
    return this.description.name
  }

  /** Changes what clients may do, and closes the links of those that may it no longer. */
  setStatus(status: QueueStatus): void {
    this.description = { ...this.description, status }
    for (const link of this.#links) if (!allowed[status].includes(link.way)) link.close(disabled(this.name))
  }

  /** Keeps an open link until the function is called that it returns. Throws as `requireOpen` does. */
  addLink(link: Link): () => void {
    this.requireOpen(link.way)
    this.#links.add(link)
    return () => void this.#links.delete(link)
  }

  /** Throws a `BrokerError` for a queue that is only told of, and where its status does not allow this. */
  requireOpen(way: Way): void {
    const { requiresSession, requiresDuplicateDetection, enablePartitioning, status } = this.description
    const unsupported = [
      ...(requiresSession ? ['sessions (RequiresSession)'] : []),
      ...(requiresDuplicateDetection ? ['duplicate detection (RequiresDuplicateDetection)'] : []),
      ...(enablePartitioning ? ['partitions (EnablePartitioning)'] : []),
    ]
    if (unsupported.length > 0) throw notImplemented(`${unsupported.join(' and ')}: '${this.name}'`)
    if (!allowed[status].includes(way)) throw disabled(this.name)
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

  constructor(settings: readonly QueueDescription[], clock: Clock) {
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

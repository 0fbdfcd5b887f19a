import type { Typed } from 'rhea'
import type { Clock } from '../clock'
import type { QueueSettings } from './config'
import { DueTimes } from './due-times'
import { type Entry, reasonOf } from './entry'
import { BrokerError, lockLost } from './errors'
import { Heap } from './heap'
import { type Message, withProperties } from './message'
import { Sequence } from './sequence'
import { newToken } from './tokens'

type Origin = Pick<Entry, 'enqueuedAt' | 'expiresAt' | 'timeToLive' | 'deliveryCount'> & { from?: number }

/** Maximum bytes of one queue: the emulator's 100 MB. */
const quota = 100 * 1024 * 1024

/**
 * The behaviour of a Service Bus queue, without network, on an injected clock. A queue without `deadLetters` is itself a
 * dead-letter queue, where no message expires or moves.
 */
export class Queue {
  readonly #settings: QueueSettings
  readonly #clock: Clock
  readonly #deadLetters: Queue | undefined
  readonly #onReady: () => void
  readonly #entries = new Sequence<Entry>()
  readonly #ready = new Heap<Entry>((a, b) => a.sequenceNumber < b.sequenceNumber)
  readonly #due: DueTimes
  readonly #locked = new Map<string, Entry>()
  #scheduled = 0
  #deferred = 0
  #bytes = 0

  constructor(settings: QueueSettings, clock: Clock, onReady: () => void, deadLetters?: Queue) {
    this.#settings = settings
    this.#clock = clock
    this.#onReady = onReady
    this.#deadLetters = deadLetters
    this.#due = new DueTimes(clock, () => this.#processDue())
  }

  /** Number of messages ready for a receiver (`active`), locked by one, scheduled, and set aside. */
  get counts(): { active: number; locked: number; scheduled: number; deferred: number } {
    this.#processDue()
    return {
      active: this.#ready.size,
      locked: this.#locked.size,
      scheduled: this.#scheduled,
      deferred: this.#deferred,
    }
  }

  /** Enqueues or schedules messages, all or none. Returns their sequence numbers. Throws when the queue is full. */
  send(messages: readonly Message[]): number[] {
    const now = this.#checkQuota(messages)
    return messages.map((message) => {
      const later = message.scheduledAt !== undefined && message.scheduledAt > now
      return later ? this.#schedule(message) : this.#enqueue(message)
    })
  }

  /** Schedules messages. Returns the numbers to cancel them by. Throws when the queue is full. */
  schedule(messages: readonly Message[]): number[] {
    this.#checkQuota(messages)
    const numbers = messages.map((message) => this.#schedule(message))
    this.#processDue()
    return numbers
  }

  /** Removes scheduled messages, all or none. Throws when a number belongs to no scheduled message. */
  cancel(sequenceNumbers: readonly number[]): void {
    this.#processDue()
    const entries = sequenceNumbers.map((number) => {
      const entry = this.#entries.get(number)
      if (entry?.state === 'scheduled') return entry
      const text = `There is no scheduled message with sequence number ${number}.`
      throw new BrokerError('com.microsoft:message-not-found', text, 404)
    })
    for (const entry of new Set(entries)) this.#remove(entry)
  }

  get hasReady(): boolean {
    this.#processDue()
    return this.#ready.size > 0
  }

  /** Locks the first active message for LockDuration. Its token is needed to settle it. */
  receive(): Entry | undefined {
    this.#processDue()
    const entry = this.#ready.pop()
    return entry && this.#lock(entry)
  }

  /** Removes and returns the first active message (receive-and-delete). */
  take(): Entry | undefined {
    this.#processDue()
    const entry = this.#ready.peek()
    if (entry) this.#remove(entry)
    return entry
  }

  /**
   * Locks deferred messages, all or none. One that has expired is only now dead-lettered or removed
   * (docs of Service Bus, "message deferral"). Throws when a number belongs to no message that is deferred and unlocked.
   */
  receiveDeferred(sequenceNumbers: readonly number[]): Entry[] {
    return this.#deferredEntries(sequenceNumbers).map((entry) => this.#lock(entry))
  }

  /** Removes and returns deferred messages, all or none. Throws as `receiveDeferred` does. */
  takeDeferred(sequenceNumbers: readonly number[]): Entry[] {
    const entries = this.#deferredEntries(sequenceNumbers)
    for (const entry of entries) this.#remove(entry)
    return entries
  }

  complete(token: string): void {
    this.#remove(this.#lockedEntry(token))
  }

  /** Unlocks a message, changes its properties and counts the delivery; after too many, dead-letters it. */
  abandon(token: string, changes: ReadonlyMap<string, Typed> = new Map()): void {
    const entry = this.#lockedEntry(token)
    entry.message = withProperties(entry.message, changes)
    this.#unlock(entry, 1)
  }

  /**
   * Unlocks a message and sets it aside, to be received by its number. Counts the delivery, and after too many dead-letters the
   * message, as the service does (azure-service-bus #375).
   */
  defer(token: string, changes: ReadonlyMap<string, Typed> = new Map()): void {
    const entry = this.#lockedEntry(token)
    entry.message = withProperties(entry.message, changes)
    entry.deferred = true
    this.#unlock(entry, 1)
  }

  /** Unlocks a message without counting the delivery. */
  release(token: string): void {
    this.#unlock(this.#lockedEntry(token), 0)
  }

  /** Moves a message to the dead-letter queue; `changes` contains reason and description. */
  deadLetter(token: string, changes: ReadonlyMap<string, Typed>): void {
    const entry = this.#lockedEntry(token)
    if (!this.#deadLetters) {
      const text = 'A message in a dead-letter queue cannot be dead-lettered again.'
      throw new BrokerError('amqp:not-allowed', text)
    }
    this.#moveToDeadLetters(entry, changes)
  }

  /** Renews locks for LockDuration from now, all or none. Returns the new expiry time. */
  renew(tokens: readonly string[]): number {
    const entries = tokens.map((token) => this.#lockedEntry(token))
    const until = this.#clock.now() + this.#settings.lockDuration
    for (const entry of entries) this.#due.set(entry, until)
    return until
  }

  /** Yields messages in any state in order, from a sequence number on, without changing them. */
  *peek(from: number): Generator<Entry> {
    this.#processDue()
    yield* this.#entries.from(from)
  }

  /** Cancels all timers. */
  close(): void {
    this.#due.close()
  }

  #checkQuota(messages: readonly Message[]): number {
    this.#processDue()
    const added = messages.reduce((sum, { size }) => sum + size, 0)
    if (this.#bytes + added > quota) {
      const text = `The maximum entity size of queue '${this.#settings.name}' has been reached.`
      throw new BrokerError('amqp:resource-limit-exceeded', text, 403)
    }
    return this.#clock.now()
  }

  #enqueue(message: Message, origin?: Origin): number {
    const now = this.#clock.now()
    const timeToLive = Math.min(message.timeToLive ?? Infinity, this.#settings.timeToLive)
    const info = { enqueuedAt: now, timeToLive, expiresAt: now + timeToLive, deliveryCount: 0, ...origin }
    const entry = this.#add(message, 'active', info)
    this.#activate(entry)
    return entry.sequenceNumber
  }

  #schedule(message: Message): number {
    const timeToLive = Math.min(message.timeToLive ?? Infinity, this.#settings.timeToLive)
    const at = message.scheduledAt ?? this.#clock.now()
    const info = { enqueuedAt: this.#clock.now(), timeToLive, expiresAt: at + timeToLive, deliveryCount: 0 }
    const entry = this.#add(message, 'scheduled', info)
    this.#scheduled++
    this.#due.set(entry, at)
    return entry.sequenceNumber
  }

  #add(message: Message, state: Entry['state'], { from, ...origin }: Origin): Entry {
    this.#bytes += message.size
    return this.#entries.append((sequenceNumber) => {
      const enqueuedSequenceNumber = from ?? sequenceNumber
      const fresh = { deferred: false, due: Infinity, token: '' }
      return { message, sequenceNumber, enqueuedSequenceNumber, ...origin, state, ...fresh }
    })
  }

  #remove(entry: Entry): void {
    if (entry.state === 'scheduled') this.#scheduled--
    if (entry.state === 'deferred') this.#deferred--
    this.#locked.delete(entry.token)
    this.#ready.remove(entry)
    this.#due.remove(entry)
    this.#entries.delete(entry.sequenceNumber)
    this.#bytes -= entry.message.size
  }

  #lockedEntry(token: string): Entry {
    this.#processDue()
    const entry = this.#locked.get(token)
    if (!entry) throw lockLost()
    return entry
  }

  #lock(entry: Entry): Entry {
    if (entry.state === 'deferred') this.#deferred--
    entry.state = 'locked'
    entry.token = newToken()
    this.#locked.set(entry.token, entry)
    this.#due.set(entry, this.#clock.now() + this.#settings.lockDuration)
    return entry
  }

  #deferredEntries(sequenceNumbers: readonly number[]): Entry[] {
    this.#processDue()
    const numbers = [...new Set(sequenceNumbers)]
    const entries = numbers.map((number) => this.#entries.get(number)).filter((entry) => entry?.state === 'deferred')
    const expired = (entries as Entry[]).filter((entry) => this.#deadLetters && entry.expiresAt <= this.#clock.now())
    for (const entry of expired) this.#expire(entry)
    if (entries.length - expired.length === numbers.length) return entries as Entry[]
    const text =
      'Failed to lock one or more specified messages. The message does not exist, or is not deferred, or is locked.'
    throw new BrokerError('com.microsoft:message-not-found', text, 404)
  }

  /** A dead letter keeps the count it came with (azure-sdk-for-net #53437). */
  #unlock(entry: Entry, deliveries: number): void {
    this.#locked.delete(entry.token)
    entry.token = ''
    if (this.#deadLetters) entry.deliveryCount += deliveries
    if (this.#deadLetters && entry.deliveryCount >= this.#settings.maxDeliveryCount) {
      const text = `Message could not be consumed after ${this.#settings.maxDeliveryCount} delivery attempts.`
      this.#moveToDeadLetters(entry, reasonOf('MaxDeliveryCountExceeded', text))
    } else if (entry.deferred) this.#setAside(entry)
    else this.#activate(entry)
  }

  #setAside(entry: Entry): void {
    entry.state = 'deferred'
    this.#deferred++
    this.#due.set(entry, Infinity)
  }

  /** Makes an entry active. The order is by sequence number, so an unlocked message comes first again. */
  #activate(entry: Entry): void {
    entry.state = 'active'
    this.#ready.push(entry)
    this.#due.set(entry, this.#deadLetters ? entry.expiresAt : Infinity)
    this.#onReady()
  }

  #expire(entry: Entry): void {
    if (!this.#settings.deadLetterOnExpiration) this.#remove(entry)
    else this.#moveToDeadLetters(entry, reasonOf('TTLExpiredException', 'The message expired and was dead lettered.'))
  }

  #moveToDeadLetters(entry: Entry, changes: ReadonlyMap<string, Typed>): void {
    const message = withProperties(entry.message, changes) // first, because what throws must not lose the message
    this.#remove(entry)
    const { enqueuedAt, expiresAt, timeToLive, deliveryCount, sequenceNumber: from } = entry
    const origin = { enqueuedAt, expiresAt, timeToLive, deliveryCount, from }
    const target = this.#deadLetters
    if (target) target.#enqueue(message, origin)
  }

  /** Processes all due entries. Runs before every operation too, because a timer may fire late. */
  #processDue(): void {
    for (let entry = this.#due.take(); entry; entry = this.#due.take()) {
      if (entry.state === 'locked') this.#unlock(entry, 1)
      else if (entry.state === 'active') this.#expire(entry)
      else {
        this.#remove(entry)
        this.#enqueue(entry.message) // gets a new number, as in the service
      }
    }
  }
}

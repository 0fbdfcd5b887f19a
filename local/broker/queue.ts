import { type Typed, types } from 'rhea'
import type { Clock } from '../clock'
import type { QueueSettings } from './config'
import { BrokerError, lockLost } from './errors'
import { Heap } from './heap'
import { type Facts, type Message, withProperties } from './message'
import { Sequence } from './sequence'
import { newToken } from './tokens'

/** A message in its queue. Times are milliseconds since the epoch. */
export interface Entry {
  message: Message
  readonly sequenceNumber: number
  readonly enqueuedSequenceNumber: number
  readonly enqueuedAt: number
  readonly timeToLive: number
  readonly expiresAt: number
  /** Deliveries that ended without being settled for good. */
  deliveryCount: number
  state: 'active' | 'locked' | 'scheduled'
  /** When its state ends by itself. */
  due: number
  token: string
}

type Origin = Pick<Entry, 'enqueuedAt' | 'expiresAt' | 'timeToLive' | 'deliveryCount'> & { from?: number }

/** What 100 MB are to Microsoft's emulator: the most one queue holds. */
const quota = 100 * 1024 * 1024

/** The annotations, header and expiry of an entry, as a receiver or a peek gets to see them. */
export function factsOf(entry: Entry): Facts {
  return {
    sequenceNumber: entry.sequenceNumber,
    enqueuedSequenceNumber: entry.enqueuedSequenceNumber,
    enqueuedAt: entry.enqueuedAt,
    deliveryCount: entry.deliveryCount,
    timeToLive: entry.timeToLive,
    expiresAt: entry.expiresAt,
    state: entry.state === 'scheduled' ? 2 : 0,
  }
}

/**
 * What a Service Bus queue does with its messages, without any network: a state machine over an injected clock.
 * A queue without `deadLetters` is a dead-letter queue itself: nothing expires there and nothing moves on.
 */
export class Queue {
  readonly #settings: QueueSettings
  readonly #clock: Clock
  readonly #deadLetters: Queue | undefined
  readonly #onReady: () => void
  readonly #entries = new Sequence<Entry>()
  readonly #ready = new Heap<Entry>((a, b) => a.sequenceNumber < b.sequenceNumber)
  readonly #due = new Heap<Entry>((a, b) => a.due < b.due || (a.due === b.due && a.sequenceNumber < b.sequenceNumber))
  readonly #locked = new Map<string, Entry>()
  #scheduled = 0
  #bytes = 0
  #alarm: { at: number; cancel: () => void } | undefined

  constructor(settings: QueueSettings, clock: Clock, onReady: () => void, deadLetters?: Queue) {
    this.#settings = settings
    this.#clock = clock
    this.#onReady = onReady
    this.#deadLetters = deadLetters
  }

  /** Messages waiting for a receiver (`active`), held by one (`locked`), and waiting for their time (`scheduled`). */
  get counts(): { active: number; locked: number; scheduled: number } {
    this.#settle()
    return { active: this.#ready.size, locked: this.#locked.size, scheduled: this.#scheduled }
  }

  /** Enqueues messages, all or none; one whose time is yet to come is scheduled. Throws when the queue is full. */
  send(messages: readonly Message[]): number[] {
    const now = this.#begin(messages)
    return messages.map((message) => {
      const later = message.scheduledAt !== undefined && message.scheduledAt > now
      return later ? this.#schedule(message) : this.#enqueue(message)
    })
  }

  /** Schedules messages; the numbers are theirs, to cancel them by, until their time has come. */
  schedule(messages: readonly Message[]): number[] {
    this.#begin(messages)
    const numbers = messages.map((message) => this.#schedule(message))
    this.#settle()
    return numbers
  }

  /** Removes scheduled messages, all or none; throws when a number is not that of a scheduled message. */
  cancel(sequenceNumbers: readonly number[]): void {
    this.#settle()
    const entries = sequenceNumbers.map((number) => {
      const entry = this.#entries.get(number)
      if (entry?.state === 'scheduled') return entry
      const text = `There is no scheduled message with sequence number ${number}.`
      throw new BrokerError('com.microsoft:message-not-found', text, 404)
    })
    for (const entry of new Set(entries)) this.#remove(entry)
  }

  get hasReady(): boolean {
    this.#settle()
    return this.#ready.size > 0
  }

  /** Locks the first waiting message for LockDuration; its token is what the holder settles it with. */
  receive(): Entry | undefined {
    this.#settle()
    const entry = this.#ready.pop()
    if (!entry) return undefined
    entry.state = 'locked'
    entry.token = newToken()
    this.#locked.set(entry.token, entry)
    this.#until(entry, this.#clock.now() + this.#settings.lockDuration)
    return entry
  }

  /** Removes the first waiting message and hands it over: receive-and-delete. */
  take(): Entry | undefined {
    this.#settle()
    const entry = this.#ready.peek()
    if (entry) this.#remove(entry)
    return entry
  }

  complete(token: string): void {
    this.#remove(this.#held(token))
  }

  /** Gives a message back, one delivery older, with application properties changed; too old, it is dead-lettered. */
  abandon(token: string, changes: ReadonlyMap<string, Typed> = new Map()): void {
    const entry = this.#held(token)
    entry.message = withProperties(entry.message, changes)
    this.#unlock(entry, 1)
  }

  /** Gives a message back as though it had never been delivered. */
  release(token: string): void {
    this.#unlock(this.#held(token), 0)
  }

  /** Moves a message to the dead-letter queue; reason and description are among the changed properties. */
  deadLetter(token: string, changes: ReadonlyMap<string, Typed>): void {
    const entry = this.#held(token)
    if (!this.#deadLetters) {
      const text = 'A message in a dead-letter queue cannot be dead-lettered again.'
      throw new BrokerError('amqp:not-allowed', text)
    }
    this.#bury(entry, changes)
  }

  /** Holds messages for another LockDuration from now, all or none; answers until when. */
  renew(tokens: readonly string[]): number {
    const entries = tokens.map((token) => this.#held(token))
    const until = this.#clock.now() + this.#settings.lockDuration
    for (const entry of entries) this.#until(entry, until)
    return until
  }

  /** Messages in any state from a sequence number on, in order, which stay as they are. */
  *peek(from: number): Generator<Entry> {
    this.#settle()
    yield* this.#entries.from(from)
  }

  /** Ends all timers. */
  close(): void {
    this.#due.clear()
    this.#alarm?.cancel()
  }

  #begin(messages: readonly Message[]): number {
    this.#settle()
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
    const facts = { enqueuedAt: now, timeToLive, expiresAt: now + timeToLive, deliveryCount: 0, ...origin }
    const entry = this.#add(message, 'active', facts)
    this.#wait(entry)
    return entry.sequenceNumber
  }

  #schedule(message: Message): number {
    const timeToLive = Math.min(message.timeToLive ?? Infinity, this.#settings.timeToLive)
    const at = message.scheduledAt ?? this.#clock.now()
    const facts = { enqueuedAt: this.#clock.now(), timeToLive, expiresAt: at + timeToLive, deliveryCount: 0 }
    const entry = this.#add(message, 'scheduled', facts)
    this.#scheduled++
    this.#until(entry, at)
    return entry.sequenceNumber
  }

  #add(message: Message, state: Entry['state'], { from, ...origin }: Origin): Entry {
    this.#bytes += message.size
    return this.#entries.append((sequenceNumber) => {
      const enqueuedSequenceNumber = from ?? sequenceNumber
      return { message, sequenceNumber, enqueuedSequenceNumber, ...origin, state, due: Infinity, token: '' }
    })
  }

  #remove(entry: Entry): void {
    if (entry.state === 'scheduled') this.#scheduled--
    this.#locked.delete(entry.token)
    this.#ready.remove(entry)
    this.#due.remove(entry)
    this.#entries.delete(entry.sequenceNumber)
    this.#bytes -= entry.message.size
  }

  #held(token: string): Entry {
    this.#settle()
    const entry = this.#locked.get(token)
    if (!entry) throw lockLost()
    return entry
  }

  #unlock(entry: Entry, deliveries: number): void {
    this.#locked.delete(entry.token)
    entry.token = ''
    entry.deliveryCount += deliveries
    if (this.#deadLetters && entry.deliveryCount >= this.#settings.maxDeliveryCount) {
      const text = `Message could not be consumed after ${this.#settings.maxDeliveryCount} delivery attempts.`
      this.#bury(entry, because('MaxDeliveryCountExceeded', text))
    } else this.#wait(entry)
  }

  /** Back to its place: the order is that of the sequence numbers, so a message given back is first again. */
  #wait(entry: Entry): void {
    entry.state = 'active'
    this.#ready.push(entry)
    this.#until(entry, this.#deadLetters ? entry.expiresAt : Infinity)
    this.#onReady()
  }

  #expire(entry: Entry): void {
    if (!this.#settings.deadLetterOnExpiration) this.#remove(entry)
    else this.#bury(entry, because('TTLExpiredException', 'The message expired and was dead lettered.'))
  }

  #bury(entry: Entry, changes: ReadonlyMap<string, Typed>): void {
    this.#remove(entry)
    const { enqueuedAt, expiresAt, timeToLive, deliveryCount, sequenceNumber: from } = entry
    const origin = { enqueuedAt, expiresAt, timeToLive, deliveryCount, from }
    const target = this.#deadLetters
    if (target) target.#enqueue(withProperties(entry.message, changes), origin)
  }

  #until(entry: Entry, due: number): void {
    entry.due = due
    if (due === Infinity) this.#due.remove(entry)
    else this.#due.push(entry)
    this.#arm()
  }

  /** Does what has fallen due. Called before every operation too: a timer may be late, a lock is not. */
  #settle(): void {
    const now = this.#clock.now()
    for (let entry = this.#due.peek(); entry && entry.due <= now; entry = this.#due.peek()) {
      this.#due.remove(entry)
      if (entry.state === 'locked') this.#unlock(entry, 1)
      else if (entry.state === 'active') this.#expire(entry)
      else {
        this.#remove(entry)
        this.#enqueue(entry.message) // with a new number, as the service does
      }
    }
  }

  /** One timer for the whole queue. One that is early is left alone: it finds nothing due and is set anew. */
  #arm(): void {
    const first = this.#due.peek()
    if (!first || (this.#alarm && this.#alarm.at <= first.due)) return
    this.#alarm?.cancel()
    const cancel = this.#clock.after(first.due - this.#clock.now(), () => {
      this.#alarm = undefined
      this.#settle()
      this.#arm()
    })
    this.#alarm = { at: first.due, cancel }
  }
}

function because(reason: string, description: string): Map<string, Typed> {
  return new Map([
    ['DeadLetterReason', types.wrap_string(reason)],
    ['DeadLetterErrorDescription', types.wrap_string(description)],
  ])
}

import { type Delivery, type Session, message } from 'rhea'
import type { BrokerError } from './errors'
import { forgetDelivery } from './rhea-internals'

export type Outcome = { kind: 'accepted' | 'released' | 'modified' | 'rejected'; error?: BrokerError }

const outcomes = message as unknown as Record<Outcome['kind'], (fields?: unknown) => { described(): unknown }>

/**
 * Answers deliveries of one session. rhea merges two answers of one tick into one range with the outcome of the first,
 * so a message that could not be settled would look settled. Only acceptances, which are alike, share a tick here.
 */
class Settler {
  readonly #waiting: [Delivery, Outcome][] = []
  #said: Outcome['kind'] | undefined

  answer(delivery: Delivery, outcome: Outcome): void {
    this.#waiting.push([delivery, outcome])
    if (this.#waiting.length === 1) this.#speak()
  }

  #speak(): void {
    for (let next = this.#waiting[0]; next && this.#may(next[1]); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#write(...next)
    }
  }

  #may({ kind }: Outcome): boolean {
    return this.#said === undefined || (kind === 'accepted' && this.#said === 'accepted')
  }

  #write(delivery: Delivery, { kind, error }: Outcome): void {
    if (this.#said === undefined) setImmediate(() => this.#nextTick())
    this.#said = kind
    const fields = error ? { error: error.amqp } : undefined
    delivery.update(true, outcomes[kind](fields).described())
    if (delivery.link.is_sender()) forgetDelivery(delivery)
  }

  #nextTick(): void {
    this.#said = undefined
    this.#speak()
  }
}

const settlers = new WeakMap<Session, Settler>()

/** Settles a delivery with an outcome, in a tick where no different outcome goes out. */
export function answer(delivery: Delivery, outcome: Outcome): void {
  const { session } = delivery.link
  let settler = settlers.get(session)
  if (!settler) settlers.set(session, (settler = new Settler()))
  settler.answer(delivery, outcome)
}

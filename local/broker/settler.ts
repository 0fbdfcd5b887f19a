import { type Delivery, type Session, message } from 'rhea'
import type { BrokerError } from './errors'
import { forgetDelivery } from './rhea-internals'

export type Outcome = { kind: 'accepted' | 'released' | 'modified' | 'rejected'; error?: BrokerError }

const outcomes = message as unknown as Record<Outcome['kind'], (fields?: unknown) => { described(): unknown }>

/**
 * Sends the outcomes of one session. rhea merges outcomes of one tick into one range with the first outcome, which would
 * hide a failure; so only `accepted` outcomes share a tick here.
 */
class Settler {
  readonly #waiting: [Delivery, Outcome][] = []
  #sentKind: Outcome['kind'] | undefined

  answer(delivery: Delivery, outcome: Outcome): void {
    this.#waiting.push([delivery, outcome])
    if (this.#waiting.length === 1) this.#flush()
  }

  #flush(): void {
    for (let next = this.#waiting[0]; next && this.#canSend(next[1]); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#write(...next)
    }
  }

  #canSend({ kind }: Outcome): boolean {
    return this.#sentKind === undefined || (kind === 'accepted' && this.#sentKind === 'accepted')
  }

  #write(delivery: Delivery, { kind, error }: Outcome): void {
    if (this.#sentKind === undefined) setImmediate(() => this.#nextTick())
    this.#sentKind = kind
    const fields = error ? { error: error.amqp } : undefined
    delivery.update(true, outcomes[kind](fields).described())
    if (delivery.link.is_sender()) forgetDelivery(delivery)
  }

  #nextTick(): void {
    this.#sentKind = undefined
    this.#flush()
  }
}

const settlers = new WeakMap<Session, Settler>()

/** Settles a delivery, in a tick without other kinds of outcome. */
export function answer(delivery: Delivery, outcome: Outcome): void {
  const { session } = delivery.link
  let settler = settlers.get(session)
  if (!settler) settlers.set(session, (settler = new Settler()))
  settler.answer(delivery, outcome)
}

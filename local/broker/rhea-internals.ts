import type { Connection, Delivery, Sender, Session } from 'rhea'

/** The fields of rhea's sender that are missing in its typings. */
interface SenderState {
  credit: number
  delivery_count: number
  _draining: boolean
  _drained: boolean
  _get_drain(): boolean
  local: { attach: Attach }
}

interface Attach {
  snd_settle_mode?: number
  rcv_settle_mode?: number
  max_message_size?: number
}

interface Outgoing {
  deliveries: Deliveries
  next_delivery_id: number
  next_pending_delivery: number
  transfer_window(): number
}

interface Transfer {
  performative: { message_format: number | null }
}

interface SessionState {
  outgoing: Outgoing
  on_transfer(frame: Transfer): void
  on_flow(frame: unknown): void
}

/** Replaces format 0, because rhea decodes messages with format 0 and loses their AMQP types. */
const rawFormat = 1

/**
 * The unsettled deliveries of a session, by id. Replaces rhea's ring buffer of 2048, where one old unsettled delivery
 * blocks all later ones.
 */
class Deliveries {
  readonly #byId = new Map<number, Delivery>()

  get size(): number {
    return this.#byId.size
  }

  available(): number {
    return Infinity
  }

  push(delivery: Delivery): void {
    this.#byId.set(delivery.id, delivery)
  }

  by_id(id: number): Delivery | undefined {
    return this.#byId.get(id)
  }

  pop_if(done: (delivery: Delivery) => boolean): void {
    for (const delivery of this.#byId.values()) {
      if (!done(delivery)) return
      this.#byId.delete(delivery.id)
    }
  }

  remove(delivery: Delivery): void {
    this.#byId.delete(delivery.id)
  }
}

function stateOf(session: Session): SessionState {
  return session as unknown as SessionState
}

/** Prepares a session before its first link: messages stay encoded, and every flow frame calls `onFlow`. */
export function prepareSession(session: Session, onFlow: () => void): void {
  const state = stateOf(session)
  state.outgoing.deliveries = new Deliveries()
  const transfer = state.on_transfer.bind(state)
  state.on_transfer = (frame) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = rawFormat
    transfer(frame)
  }
  const flow = state.on_flow.bind(state)
  state.on_flow = (frame) => {
    flow(frame)
    onFlow() // rhea emits no event for a flow frame without a link
  }
}

/** Removes a delivery the broker has settled, because the client does not confirm it again. */
export function forgetDelivery(delivery: Delivery): void {
  Object.assign(delivery, { remote_settled: true })
  stateOf(delivery.link.session).outgoing.deliveries.remove(delivery)
}

/** Returns the attach frame; it can be changed in the link's open event, before rhea writes it. */
export function attachOf(link: unknown): Attach {
  return (link as SenderState).local.attach
}

/** Tracks the credit of a sender, because rhea reduces it only one tick after `send`. */
export class Credit {
  readonly #sender: SenderState
  readonly #outgoing: Outgoing
  #sent = 0
  #drained = 0

  constructor(sender: Sender) {
    this.#sender = sender as unknown as SenderState
    this.#outgoing = stateOf(sender.session).outgoing
    // rhea does not answer a drain when no credit is left
    this.#sender._get_drain = () => this.#drain()
  }

  /** Number of messages that can be sent now, by link credit and session window. */
  get available(): number {
    const { next_delivery_id, next_pending_delivery } = this.#outgoing
    const window = this.#outgoing.transfer_window() - (next_delivery_id - next_pending_delivery)
    return Math.min(this.#sender.credit - this.#unsent, window)
  }

  sent(): void {
    this.#sent++
  }

  get #unsent(): number {
    return this.#sent - (this.#sender.delivery_count - this.#drained)
  }

  #drain(): boolean {
    const sender = this.#sender
    if (!sender._draining || !sender._drained || this.#unsent > 0) return false
    this.#drained += sender.credit
    sender.delivery_count += sender.credit
    sender.credit = 0
    return true
  }
}

/** Makes rhea serve a connected socket; its public API can only listen itself. */
export function acceptSocket(connection: Connection, socket: unknown): void {
  ;(connection as unknown as { accept(socket: unknown): void }).accept(socket)
}

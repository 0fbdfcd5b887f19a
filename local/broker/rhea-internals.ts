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
  process(): void
}

interface SessionState {
  local: { begin: { handle_max?: number } }
  outgoing: Outgoing
  on_disposition(frame: unknown): void
  on_flow(frame: unknown): void
}

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

/** Prepares a session before its first link: no delivery blocks others, and every flow frame calls `onFlow`. */
export function prepareSending(session: Session, onFlow: () => void): void {
  const state = stateOf(session)
  state.outgoing.deliveries = new Deliveries()
  state.local.begin.handle_max = 2 ** 32 - 1 // AMQP's default, which Python clients before 7.15 do not know
  const disposition = state.on_disposition.bind(state)
  state.on_disposition = (frame) => {
    disposition(frame)
    state.outgoing.process() // rhea waits for the end of what has come, and a request that follows may need the settlement
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

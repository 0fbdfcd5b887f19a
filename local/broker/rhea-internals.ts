import type { Connection, Delivery, Sender, Session } from 'rhea'

/** What rhea's sender keeps and its typings leave out. */
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

/** Stands for "one message, still encoded"; rhea decodes, and so loses, what comes with format 0. */
const rawFormat = 1

/**
 * The unsettled deliveries of a session, by id. rhea's own buffer holds 2048 and is freed only from its head, so one
 * message a client works on for long would stop all traffic behind it.
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

  forget(delivery: Delivery): void {
    this.#byId.delete(delivery.id)
  }
}

function stateOf(session: Session): SessionState {
  return session as unknown as SessionState
}

/** Prepares a session before its first link: messages arrive encoded, and `onFlow` hears of every flow. */
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
    onFlow() // a flow of the session alone, which opens its window, is no event
  }
}

/** Lets go of a delivery the broker has settled: a client that settles second never says so again. */
export function forgetDelivery(delivery: Delivery): void {
  Object.assign(delivery, { remote_settled: true })
  stateOf(delivery.link.session).outgoing.deliveries.forget(delivery)
}

/** The fields of the attach frame, which is not yet written while the link's open event is handled. */
export function attachOf(link: unknown): Attach {
  return (link as SenderState).local.attach
}

/** Counts the credit of a sender, which rhea lowers only when the frames are written, a tick after `send`. */
export class Credit {
  readonly #sender: SenderState
  readonly #outgoing: Outgoing
  #sent = 0
  #drained = 0

  constructor(sender: Sender) {
    this.#sender = sender as unknown as SenderState
    this.#outgoing = stateOf(sender.session).outgoing
    // rhea's own answers no drain when the credit is already used up.
    this.#sender._get_drain = () => this.#drain()
  }

  /** Messages that can go out now, by the link's credit and the session's window. */
  get room(): number {
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

/** Makes rhea take over a connected socket as a server; it would otherwise insist on listening itself. */
export function acceptSocket(connection: Connection, socket: unknown): void {
  ;(connection as unknown as { accept(socket: unknown): void }).accept(socket)
}

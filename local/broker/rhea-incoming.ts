import { type Delivery, type Session, type Typed, types } from 'rhea'

/** The target that a link to the transaction coordinator gets, because rhea loses a target that is no queue. */
export const coordinatorAddress = '$coordinator'

/** The fields of rhea's session and receiver that are missing in its typings. */
interface SessionState {
  _get_link(frame: unknown): ReceiverState
  on_attach(frame: { performative: { target: Typed | null } }): void
  on_transfer(frame: { performative: { message_format: number | null }; payload?: Buffer }): void
}

interface ReceiverState {
  local: { attach: { max_message_size?: number | null } }
  _incomplete?: Incomplete
}

/** A delivery of which not all frames have come. */
interface Incomplete extends Delivery {
  frames: Buffer[]
}

/** Replaces format 0, because rhea decodes messages with format 0 and loses their AMQP types. */
const rawFormat = 1

const refused = new WeakSet<Delivery>()

/** Tells whether `onTooLarge` was called for a delivery; its message event comes all the same, without the message. */
export function isRefused(delivery: Delivery): boolean {
  return refused.has(delivery)
}

/**
 * Prepares a session before its first link: messages stay encoded, a coordinator has an address, and `onTooLarge` gets a delivery
 * as soon as more bytes of it came than its link allows. What still comes of it is dropped.
 */
export function prepareReceiving(session: Session, onTooLarge: (delivery: Delivery, bytes: number) => void): void {
  const state = session as unknown as SessionState
  const attach = state.on_attach.bind(state)
  state.on_attach = (frame) => {
    if (isCoordinator(frame.performative.target)) frame.performative.target = targetOf(coordinatorAddress)
    attach(frame)
  }
  const transfer = state.on_transfer.bind(state)
  state.on_transfer = (frame) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = rawFormat
    const link = state._get_link(frame)
    if (link._incomplete && isRefused(link._incomplete)) frame.payload = Buffer.alloc(0)
    transfer(frame)
    const bytes = bytesOf(link._incomplete)
    if (!link._incomplete || bytes <= (link.local.attach.max_message_size ?? Infinity)) return
    refused.add(link._incomplete)
    link._incomplete.frames = []
    onTooLarge(link._incomplete, bytes)
  }
}

/** Returns how many bytes of a message are kept. */
function bytesOf(delivery: Incomplete | undefined): number {
  return delivery?.frames.reduce((sum, { length }) => sum + length, 0) ?? 0
}

/** The descriptors of a coordinator and of a target (AMQP 1.0, parts 4.5.1 and 3.5.4). */
const [coordinatorCode, targetCode] = [0x30, 0x29]

function isCoordinator(target: Typed | null): boolean {
  const descriptor = (target as { descriptor?: Typed } | null)?.descriptor?.value as unknown
  return descriptor === coordinatorCode || descriptor === 'amqp:coordinator:list'
}

function targetOf(address: string): Typed {
  return types.described(types.wrap_ulong(targetCode), types.wrap_list([address])) as Typed
}

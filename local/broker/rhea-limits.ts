import { type Connection, type Session, types } from 'rhea'
import { BrokerError } from './errors'

/** The parts of rhea's decoder that are missing in its typings. */
interface Reader {
  read(): unknown
  read_value(type: { width: number }): unknown
  remaining(): number
}

interface ReaderMethods {
  read_n(this: Reader, count: number): unknown[]
  read_array_items(this: Reader, count: number, type: { width: number }): unknown[]
}

interface Disposition {
  role: boolean
  first: number
  last: number | null
}

interface SessionState {
  incoming: { next_delivery_id: number | undefined }
  outgoing: { next_delivery_id: number }
  on_disposition(frame: { performative: Disposition }): void
}

interface ConnectionState {
  /** Size of the frame of which not all bytes have come. */
  frame_size: number | undefined
  chunks: Buffer[] | null
  socket: { end(): void }
  input(bytes: Buffer): void
}

/**
 * Makes rhea's decoder take no more memory than the bytes it reads are worth; rhea believes any count. Elements of an array that have
 * no bytes (all null, all true) are refused, because their count says nothing; no known client writes them.
 */
export function limitCounts(): void {
  const methods = (types as unknown as { Reader: { prototype: ReaderMethods } }).Reader.prototype
  methods.read_n = function (count) {
    checkCount(count, this)
    return readAll(count, () => this.read())
  }
  methods.read_array_items = function (count, type) {
    checkCount(type.width === 0 ? Infinity : count, this)
    return readAll(count, () => this.read_value(type))
  }
}

function checkCount(count: number, reader: Reader): void {
  if (count > reader.remaining()) throw new Error('A list, map or array has fewer bytes than elements')
}

function readAll(count: number, readOne: () => unknown): unknown[] {
  const items: unknown[] = [] // grows with what is read, and is not allocated for the count
  while (items.length < count) items.push(readOne())
  return items
}

/** Keeps a disposition within the deliveries of its session, and drops one outside; rhea visits each id from `first` to `last`. */
export function limitDispositions(session: Session): void {
  const state = session as unknown as SessionState
  const disposition = state.on_disposition.bind(state)
  state.on_disposition = (frame) => {
    const { role, first, last } = frame.performative
    const next = (role ? state.outgoing : state.incoming).next_delivery_id ?? 0
    if (!(first >= 0 && first < next)) return
    if (last) frame.performative.last = Math.min(last, next - 1)
    disposition(frame)
  }
}

/**
 * Closes a connection with an error as soon as the size of a frame is above `maxFrameSize` bytes, and drops what still comes.
 * Must be called before rhea gets the socket.
 */
export function limitFrames(
  connection: Connection,
  maxFrameSize: number,
  onTooLarge: (error: BrokerError) => void,
): void {
  const state = connection as unknown as ConnectionState
  const input = state.input.bind(state)
  let closed = false
  state.input = (bytes) => {
    if (closed) return
    input(bytes)
    const size = state.frame_size ?? 0
    if (size <= maxFrameSize) return
    closed = true
    state.chunks = null
    const error = new BrokerError(
      'amqp:framing-error',
      `A frame of ${size} bytes exceeds the limit (${maxFrameSize} bytes).`,
    )
    connection.close(error.amqp)
    setImmediate(() => state.socket.end()) // rhea writes the close frame in the next tick
    onTooLarge(error)
  }
}

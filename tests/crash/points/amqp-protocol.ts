import type { Typed } from 'rhea'
import { listOf, read } from '../../../local/broker/amqp'
import type { Piece, Protocol } from './proxy'
import type { Recorder, Step } from './recorder'
import { StreamCutter } from './stream-cutter'

const code = { begin: 0x11, attach: 0x12, transfer: 0x14, disposition: 0x15 }
const accepted = 0x24

interface Frame {
  performative: number
  channel: number
  fields: Typed[]
  bytes: Buffer
}

/** AMQP 1.0, as far as is needed to see a message sent or settled, and the broker say that it has it. */
export class AmqpProtocol implements Protocol {
  readonly #recorder: Recorder
  readonly #client = new StreamCutter(frameSize)
  readonly #server = new StreamCutter(frameSize)
  /** Queues by the client's channel and handle. */
  readonly #targets = new Map<string, string>()
  /** The client's channel by the server's. */
  readonly #channels = new Map<number, number>()
  /** Steps that the broker has not confirmed, by direction, channel and delivery. */
  readonly #open = new Map<string, Step | undefined>()

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  /** Called when the client can receive from a queue. */
  onReceiver: () => void = () => {}

  busy = () => this.#open.size > 0

  fromClient(chunk: Buffer): Piece[] {
    return this.#client.take(chunk).map((bytes) => ({ bytes, steps: this.#said(frameOf(bytes)) }))
  }

  fromServer(chunk: Buffer): Piece[] {
    return this.#server.take(chunk).map((bytes) => ({ bytes, steps: this.#answered(frameOf(bytes)) }))
  }

  #said(frame: Frame | undefined): (Step | undefined)[] {
    if (!frame) return []
    const { performative, channel, fields, bytes } = frame
    if (performative === code.attach && fields[2]?.value === false)
      this.#targets.set(`${channel}/${number(fields[1])}`, String(address(fields[6])))
    if (performative === code.transfer) {
      const label = sendLabel(this.#targets.get(`${channel}/${number(fields[0])}`) ?? 'unknown', bytes)
      return label ? [this.#begin(`send ${channel} ${number(fields[1])}`, label)] : []
    }
    // messages are settled by asking the broker to; what is settled at once is the answer to a request
    if (performative === code.disposition && fields[0]?.value === true && fields[3]?.value !== true)
      return deliveries(fields).map((id) =>
        this.#begin(`settle ${channel} ${id}`, outcome(fields[4]) === accepted ? 'complete' : 'abandon'),
      )
    return []
  }

  #begin(key: string, label: string): Step | undefined {
    const step = this.#recorder.begin(label)
    this.#open.set(key, step)
    return step
  }

  #answered(frame: Frame | undefined): (Step | undefined)[] {
    if (!frame) return []
    const { performative, channel, fields } = frame
    if (performative === code.begin) this.#channels.set(channel, number(fields[0]))
    if (performative === code.attach && fields[2]?.value === false && address(fields[5]) !== '$cbs') this.onReceiver()
    if (performative !== code.disposition) return []
    const kind = fields[0]?.value === true ? 'send' : 'settle'
    return deliveries(fields).flatMap((id) => {
      const key = `${kind} ${this.#channels.get(channel)} ${id}`
      const step = this.#open.get(key)
      this.#open.delete(key)
      return step ? [step] : []
    })
  }
}

/** What a transfer does; nothing for tokens, and for requests that only look or hold. */
function sendLabel(target: string, bytes: Buffer): string | undefined {
  if (target === '$cbs') return undefined
  const text = bytes.toString('latin1')
  if (target.endsWith('$management')) return /peek-message|renew-lock/.test(text) ? undefined : `request to ${target}`
  return text.includes('x-opt-scheduled-enqueue-time') ? `send later to ${target}` : `send to ${target}`
}

const number = (field: Typed | undefined) => Number(field?.value ?? 0)
const address = (target: Typed | undefined) => (target?.value ? listOf(target)[0]?.value : undefined)

function outcome(state: Typed | undefined): number {
  const { descriptor } = (state ?? {}) as { descriptor?: Typed }
  return Number(descriptor?.value ?? 0)
}

function deliveries(fields: Typed[]): number[] {
  const first = number(fields[1])
  const last = typeof fields[2]?.value === 'number' ? fields[2].value : first
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function frameOf(bytes: Buffer): Frame | undefined {
  if (bytes.subarray(0, 4).toString('latin1') === 'AMQP' || bytes[5] !== 0) return undefined // a header, or SASL
  const body = bytes.subarray((bytes[4] ?? 2) * 4)
  if (body.length === 0) return undefined // a heartbeat
  const typed = read(body) as Typed & { descriptor?: Typed }
  return { performative: Number(typed.descriptor?.value), channel: bytes.readUInt16BE(6), fields: listOf(typed), bytes }
}

/** The size of a protocol header or frame. */
function frameSize(bytes: Buffer): number {
  if (bytes.length < 8) return Infinity
  return bytes.subarray(0, 4).toString('latin1') === 'AMQP' ? 8 : bytes.readUInt32BE(0)
}

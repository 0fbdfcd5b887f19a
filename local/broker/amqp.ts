import { type Typed, types } from 'rhea'

/** The codec of rhea; it is missing in rhea's typings. */
interface Codec {
  Reader: new (buffer: Buffer) => { read(): Typed; remaining(): number }
  Writer: new () => { write(value: Typed): void; toBuffer(): Buffer }
}
const { Reader, Writer } = types as unknown as Codec

/** The sections of an AMQP message, by descriptor (AMQP 1.0, part 3.2). */
export const sectionCode = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const

const codeByName: Record<string, number> = {
  'amqp:header:list': 0x70,
  'amqp:delivery-annotations:map': 0x71,
  'amqp:message-annotations:map': 0x72,
  'amqp:properties:list': 0x73,
  'amqp:application-properties:map': 0x74,
  'amqp:data:binary': 0x75,
  'amqp:amqp-sequence:list': 0x76,
  'amqp:value:*': 0x77,
  'amqp:footer:map': 0x78,
}

/** One encoded section: its code, and its bytes with the descriptor. */
export interface Section {
  code: number
  bytes: Buffer
}

/** Splits an encoded message into sections without decoding them. Throws when it is no AMQP message. */
export function sectionsOf(data: Buffer): Section[] {
  const sections: Section[] = []
  for (let at = 0; at < data.length;) {
    const end = endOf(data, at)
    if (data[at] !== 0 || end > data.length) throw new Error('The bytes are not an AMQP message')
    sections.push({ code: codeOf(data, at + 1), bytes: data.subarray(at, end) })
    at = end
  }
  return sections
}

/** Decodes one value and keeps its AMQP types. Throws when its bytes end too early. */
export function read(bytes: Buffer): Typed {
  const reader = new Reader(bytes)
  const value = reader.read()
  if (reader.remaining() < 0) throw new Error('A value is cut') // rhea shortens a text without a word
  return value
}

/** Encodes one section. */
export function section(code: number, content: Typed): Buffer {
  const writer = new Writer()
  writer.write(types.described(types.wrap_ulong(code), content) as Typed)
  return writer.toBuffer()
}

/** Returns the values of a list with their AMQP types. Throws when it is no list. */
export function listOf(value: Typed): Typed[] {
  if (!types.is_list(value)) throw new Error('A list is missing')
  return value.value as Typed[]
}

/** Returns the entries of a map with string or symbol keys, also those that are null; values keep their AMQP types. Throws when it is no map. */
export function entriesOf(value: Typed | undefined): Map<string, Typed> {
  if (value && value.value !== null && !types.is_map(value)) throw new Error('A map is missing')
  const flat = (value?.value ?? []) as Typed[]
  const entries = new Map<string, Typed>()
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [key, item] = [flat[at], flat[at + 1]]
    if (key && item) entries.set(String(key.value), item)
  }
  return entries
}

/** Returns the section code of the descriptor at offset `at`, or -1 for any other descriptor. */
function codeOf(data: Buffer, at: number): number {
  const descriptor: unknown = read(data.subarray(at)).value
  return typeof descriptor === 'string' ? (codeByName[descriptor] ?? -1) : Number(descriptor)
}

/** Returns the end offset of the value at offset `at`, from its format code (AMQP 1.0, part 1.2). */
function endOf(data: Buffer, at: number): number {
  const code = data.readUInt8(at)
  if (code === 0) return endOf(data, endOf(data, at + 1))
  const kind = code >>> 4
  if (kind >= 0xa) return kind % 2 === 0 ? at + 2 + data.readUInt8(at + 1) : at + 5 + data.readUInt32BE(at + 1)
  const width = [0, 1, 2, 4, 8, 16][kind - 4]
  if (width === undefined) throw new Error(`0x${code.toString(16)} is not an AMQP format code`)
  return at + 1 + width
}

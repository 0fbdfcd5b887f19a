import { type Typed, message as amqp, types } from 'rhea'
import { entriesOf, listOf, read, sectionsOf } from '../../../local/broker/amqp'
import { encodeMessage, parseMessage, parseTransfer, withProperties } from '../../../local/broker/message'

const info = {
  sequenceNumber: 5,
  enqueuedSequenceNumber: 4,
  enqueuedAt: 1_000_000,
  deliveryCount: 0,
  timeToLive: 60_000,
  expiresAt: 1_060_000,
  state: 0 as const,
}

function sectionOf(data: Buffer, code: number): Buffer {
  return sectionsOf(data).find((section) => section.code === code)?.bytes ?? Buffer.alloc(0)
}

test('properties and annotations keep their AMQP types', () => {
  const wrap = types as unknown as Record<string, (value: unknown) => Typed>
  const values = {
    long: types.wrap_long(5),
    double: wrap.wrap_double?.(5),
    short: wrap.wrap_short?.(5),
    uuid: wrap.wrap_uuid?.(Buffer.alloc(16, 7)),
    symbol: types.wrap_symbol('s'),
    time: types.wrap_timestamp(12_345),
    bytes: types.wrap_binary(Buffer.from('b')),
    flag: types.wrap_boolean(false),
  }
  const data = amqp.encode({ body: 1, application_properties: values, message_annotations: values })
  const sent = encodeMessage(withProperties(parseMessage(data), new Map([['more', types.wrap_long(1)]])), info)
  for (const code of [0x72, 0x74]) {
    const found = entriesOf(read(sectionOf(sent, code)))
    const typesOf = Object.entries(values).map(([key, value]) => [key, value?.type.typecode])
    expect(Object.keys(values).map((key) => [key, found.get(key)?.type.typecode])).toEqual(typesOf)
  }
})

test.each([
  ['one data section', amqp.data_section(Buffer.from('x'))],
  ['several data sections', amqp.data_sections([Buffer.from('x'), Buffer.from('y')])],
  ['a sequence', amqp.sequence_section([1, 'two'])],
  ['a value', { list: [1, 2], text: 'x'.repeat(300) }],
  ['a described value', types.described(types.wrap_symbol('my:type'), types.wrap_list([1, 2]))],
  ['no value', null],
])('a body keeps its bytes: %s', (_, body) => {
  const data = amqp.encode({ body, footer: { check: 1 } })
  const sent = encodeMessage(parseMessage(data), info)
  const bodyOf = (bytes: Buffer) => sectionsOf(bytes).filter(({ code }) => code >= 0x75)
  expect(bodyOf(sent)).toEqual(bodyOf(data))
  expect(bodyOf(sent).length).toBeGreaterThan(1) // body and footer
})

test('a delivery has the annotations of the broker, not those of the sender', () => {
  const given = { 'x-opt-sequence-number': 99, 'x-opt-locked-until': new Date(0), 'x-opt-partition-key': 'p' }
  const data = amqp.encode({ body: 1, durable: true, priority: 7, delivery_count: 9, message_annotations: given })
  const sent = amqp.decode(encodeMessage(parseMessage(data), info))
  expect(sent.message_annotations).toEqual({
    'x-opt-partition-key': 'p',
    'x-opt-sequence-number': 5,
    'x-opt-enqueue-sequence-number': 4,
    'x-opt-enqueued-time': new Date(1_000_000),
    'x-opt-message-state': 0,
  })
  expect([sent.durable, sent.priority, sent.ttl, sent.absolute_expiry_time]).toEqual([
    true,
    7,
    60_000,
    new Date(1_060_000),
  ])
})

test('the delivery count is written even when it is 0', () => {
  const header = read(sectionOf(encodeMessage(parseMessage(amqp.encode({ body: 1 })), info), 0x70))
  expect(listOf(header)[4]?.value).toBe(0)
})

test('a message without an id gets a permanent one', () => {
  const message = parseMessage(amqp.encode({ body: 1 }))
  const ids = [info, info].map((f) => amqp.decode(encodeMessage(message, f)).message_id as unknown)
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(ids[1]).toBe(ids[0])
})

test('the envelope of a batch is no message', () => {
  const inner = ['a', 'b'].map((body) => amqp.encode({ body, message_id: body }))
  const envelope = amqp.encode({ body: amqp.data_sections(inner), message_id: 'a' })
  expect(parseTransfer(envelope, 0x80013700).map((m) => m.properties[0]?.value as unknown)).toEqual(['a', 'b'])
})

test.each([
  ['text', Buffer.from('hello, this is no AMQP')],
  ['a cut message', amqp.encode({ body: 'x'.repeat(50) }).subarray(0, 40)],
])('bytes that are no message are rejected: %s', (_, data) => {
  expect(() => parseMessage(data)).toThrow('The message cannot be read')
})

test('a message keeps only its own bytes in memory', () => {
  const chunk = Buffer.alloc(200_000)
  const data = amqp.encode({ body: 'small', application_properties: { a: 1 } })
  data.copy(chunk)
  const message = parseMessage(chunk.subarray(0, data.length))
  for (const part of [message.body, message.applicationProperties]) expect(part.buffer).not.toBe(chunk.buffer)
})

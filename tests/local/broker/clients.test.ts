import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type EventContext, type Receiver, type Sender, type Typed, types } from 'rhea'
import { until } from '../../support/until'
import { BrokerSetup, queueName } from './harness'
import { openReceiver, rawConnection } from './raw'

const management = `${queueName}/$management`

/** What a request without `reply_to` is answered with. */
async function answerTo(requests: Sender, replies: Receiver, operation: string): Promise<unknown> {
  const reply = once(replies, 'message')
  requests.send({ message_id: operation, application_properties: { operation }, body: {} })
  const [{ message }] = (await reply) as [EventContext]
  return [message?.correlation_id, message?.application_properties?.statusCode]
}

/** The fields of the error that a rejected delivery carries. */
function errorFields(delivery: unknown): unknown[] {
  const [error] = (delivery as { remote_state: { value: [{ value: unknown[] }] } }).remote_state.value
  return error.value
}

test('a request without reply-to, as from Python, is answered on the reply link of its session and address', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const links = async (address: string) => {
    const replies = connection.open_receiver({ source: address, target: address })
    const requests = connection.open_sender(address)
    await once(requests, 'sendable')
    return [requests, replies] as const
  }
  const token = await links('$cbs')
  const first = await links(management)
  expect(await answerTo(...token, 'no-such-operation')).toEqual(['no-such-operation', 501])
  expect(await answerTo(...first, 'com.microsoft:peek-message')).toEqual(['com.microsoft:peek-message', 204])
  first[1].close()
  await once(first[1], 'receiver_close')
  const second = connection.open_receiver({ source: management, target: management })
  await once(second, 'receiver_open')
  expect(await answerTo(first[0], second, 'com.microsoft:peek-message')).toEqual(['com.microsoft:peek-message', 204])
})

test.each([
  [1, 0],
  [0, 1],
  [0, 0],
])('a reply link has the settle modes that the client asks for: sender %i, receiver %i', async (sender, receiver) => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const modes = { snd_settle_mode: sender as 0 | 1, rcv_settle_mode: receiver as 0 | 1 }
  const replies = connection.open_receiver({ source: management, target: 'me', ...modes })
  await once(replies, 'receiver_open')
  expect([replies.snd_settle_mode, replies.rcv_settle_mode]).toEqual([sender, receiver])
  const requests = connection.open_sender({ target: management, snd_settle_mode: 2, rcv_settle_mode: 0 })
  await once(requests, 'sendable')
  expect([requests.snd_settle_mode, requests.rcv_settle_mode]).toEqual([2, 0])
  const settled = new Promise((resolve) =>
    replies.once('message', ({ delivery }: EventContext) => resolve(delivery?.remote_settled)),
  )
  requests.send({ reply_to: 'me', message_id: '1', application_properties: { operation: 'x' }, body: {} })
  expect(await settled).toBe(sender === 1)
})

test('a link without a source leaves the empty list of rhea empty', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  await once(sender, 'sendable')
  sender.send({ body: 1 })
  await once(sender, 'accepted')
  const { Reader } = types as unknown as { Reader: new (bytes: Buffer) => { read(): { value: unknown } } }
  expect(new Reader(Buffer.of(0x45)).read().value).toEqual([])
})

test('an error has its three fields, because Python reads all of them', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  await once(sender, 'sendable')
  sender.send(Buffer.from('no message'), undefined, 0)
  const [{ delivery }] = (await once(sender, 'rejected')) as [EventContext]
  expect(errorFields(delivery)).toHaveLength(3)
  const receiver = connection.open_receiver('nowhere')
  receiver.on('receiver_error', () => {})
  await once(receiver, 'receiver_close')
  const { detach } = (
    receiver as unknown as { remote: { detach: { value: [unknown, unknown, { value: unknown[] }] } } }
  ).remote
  expect(detach.value[2].value).toHaveLength(3)
})

test('what is settled before a request has happened when the request is answered, also when both come at once', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  await setup.pair().sender.sendMessages({ body: 1 })
  const { receiver, messages } = await openReceiver(connection)
  receiver.add_credit(1)
  await until('the message is there', () => messages.length === 1)
  const session = connection.create_session() // a second one, because rhea sends the settlements of a session last
  session.begin()
  const replies = session.open_receiver({ source: management, target: management })
  const requests = session.open_sender(management)
  await once(requests, 'sendable')
  const reply = once(replies, 'message')
  const { socket } = connection as unknown as { socket: Socket }
  socket.cork()
  messages[0]?.delivery?.modified({ undeliverable_here: true })
  const operation = 'com.microsoft:receive-by-sequence-number'
  requests.send({ message_id: '1', application_properties: { operation }, body: { 'sequence-numbers': [1] } })
  setImmediate(() => socket.uncork())
  const [{ message }] = (await reply) as [EventContext]
  expect(message?.application_properties?.statusCode).toBe(200)
})

test('a deferral is understood in the longer form of true, 0x56 0x01, that Python writes', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  await setup.pair().sender.sendMessages({ body: 1 })
  const { receiver, messages } = await openReceiver(connection)
  receiver.add_credit(1)
  await until('the message is there', () => messages.length === 1)
  const { Boolean: longTrue } = types as unknown as { Boolean: (value: number) => Typed }
  const fields = types.wrap_list([types.wrap_boolean(false), longTrue(1)])
  messages[0]?.delivery?.update(false, types.described(types.wrap_ulong(0x27), fields))
  await until('it is settled', () => setup.counts.locked === 0)
  expect(setup.counts.deferred).toBe(1)
})

test('frames have all of their fields, because Python before 7.15 does not expect that the last ones are left out', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  await once(sender, 'sendable')
  type Remote<T> = { remote: T }
  type Fields = { value: unknown[] }
  const { open } = (connection as unknown as Remote<{ open: Fields }>).remote
  const { begin } = (sender.session as unknown as Remote<{ begin: Fields & { handle_max: number } }>).remote
  const { attach } = (sender as unknown as Remote<{ attach: Fields }>).remote
  expect([open, begin, attach].map(({ value }) => value.length)).toEqual([10, 8, 14])
  expect(begin.handle_max).toBe(2 ** 32 - 1)
})

test('a client that asks for heartbeats gets them', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup, { idle_time_out: 500 })
  const { socket } = connection as unknown as { socket: Socket }
  const emptyFrame = Buffer.from('0000000802000000', 'hex')
  expect(await once(socket, 'data')).toEqual([emptyFrame])
})

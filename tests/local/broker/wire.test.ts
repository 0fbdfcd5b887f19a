import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { type Delivery, type EventContext, type Receiver, type Session, create_container, message as amqp } from 'rhea'
import { prepareSending } from '../../../local/broker/rhea-internals'
import { answer } from '../../../local/broker/settler'
import { BrokerSetup, pause, queueName } from './harness'
import { openReceiver, rawConnection } from './raw'
import { until } from '../../support/until'

async function drain(receiver: Receiver): Promise<void> {
  receiver.drain_credit()
  await once(receiver, 'receiver_drained')
  receiver.drain = false
}

async function fill(setup: BrokerSetup, count: number): Promise<void> {
  const { sender } = setup.pair()
  await sender.sendMessages(Array.from({ length: count }, (_, n) => ({ body: n })))
}

test('a drain is answered after the delivery of ready messages, and also without credit', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const { receiver, messages } = await openReceiver(connection)
  receiver.add_credit(10)
  await drain(receiver)
  expect(messages).toHaveLength(0)
  await fill(setup, 3)
  expect(setup.counts).toMatchObject({ active: 3, locked: 0 }) // the drained credit is gone
  receiver.add_credit(2)
  await drain(receiver)
  expect(messages).toHaveLength(2)
  receiver.add_credit(5)
  await until('the third is there', () => messages.length === 3)
  expect(setup.counts).toMatchObject({ active: 0, locked: 3 })
})

test('credit is never exceeded, and a repeated flow does not change it', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  await fill(setup, 20)
  const { receiver, messages } = await openReceiver(connection)
  receiver.add_credit(5)
  await until('five are there', () => messages.length === 5)
  const repeatFlow = async () => {
    Object.assign(receiver, { issue_flow: true })
    ;(connection as unknown as { _register(): void })._register()
    await pause(20)
  }
  await repeatFlow()
  expect([messages.length, setup.counts.locked]).toEqual([5, 5])
  receiver.add_credit(3)
  await repeatFlow()
  await until('eight are there', () => messages.length === 8)
  expect(setup.counts).toMatchObject({ active: 12, locked: 8 })
})

test('messages beyond the session window are not locked, and are sent when it opens', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup, { session_buffer_size: { incoming: 8 } })
  await fill(setup, 20)
  const { receiver, messages } = await openReceiver(connection)
  receiver.add_credit(20)
  await until('the window is full', () => messages.length === 8)
  await pause(20)
  expect(setup.counts).toMatchObject({ active: 12, locked: 8 })
  for (let n = 0; n < 20; n++) {
    await until(`message ${n} is there`, () => messages.length > n)
    messages[n]?.delivery?.accept()
  }
  await until('all are settled', () => setup.counts.locked === 0)
  expect(setup.counts).toMatchObject({ active: 0, locked: 0 })
})

test('the settle modes of a receiver are confirmed', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  for (const [snd_settle_mode, rcv_settle_mode] of [
    [0, 1],
    [1, 0],
  ]) {
    const { receiver } = await openReceiver(connection, { snd_settle_mode, rcv_settle_mode })
    expect([receiver.snd_settle_mode, receiver.rcv_settle_mode]).toEqual([snd_settle_mode, rcv_settle_mode])
  }
})

test('a session removes deliveries that the broker has settled', async () => {
  const container = create_container()
  const server = container.listen({ port: 0, sender_options: { treat_modified_as_released: false } } as never)
  await once(server, 'listening')
  let session: { outgoing: { deliveries: { size: number } } } | undefined
  container.on('session_open', (context: EventContext) => {
    prepareSending(context.session as Session, () => {})
    session = context.session as unknown as typeof session
  })
  container.on('accepted', ({ delivery }: EventContext) => answer(delivery as Delivery, { kind: 'accepted' }))
  container.once('sendable', ({ sender }: EventContext) => {
    for (let n = 0; n < 5; n++) sender?.send(amqp.encode({ body: n }), undefined, 0)
  })
  const connection = create_container().connect({ port: (server.address() as AddressInfo).port, reconnect: false })
  const receiver = connection.open_receiver({ source: 'x', autoaccept: false, rcv_settle_mode: 1 })
  const messages: EventContext[] = []
  receiver.on('message', (context: EventContext) => messages.push(context))
  await until('all are there', () => messages.length === 5)
  expect(session?.outgoing.deliveries.size).toBe(5)
  for (const at of [4, 1, 2]) messages[at]?.delivery?.accept()
  await until('three are settled', () => messages.filter(({ delivery }) => delivery?.remote_settled).length === 3)
  expect(session?.outgoing.deliveries.size).toBe(2)
  connection.close()
  await once(connection, 'connection_close')
  server.close()
})

test('different outcomes in one tick reach the client unchanged', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  await fill(setup, 6)
  const { receiver, messages } = await openReceiver(connection)
  const answers = new Map<number, string>()
  receiver.on('settled', ({ delivery }: EventContext) => {
    const state = delivery?.remote_state as { constructor: { composite_type: string }; error?: { condition: string } }
    answers.set(delivery?.id ?? -1, state.error?.condition ?? state.constructor.composite_type)
  })
  receiver.add_credit(6)
  await until('all are there', () => messages.length === 6)
  const [a, b, c, d, e, f] = messages.map(({ delivery }) => delivery)
  // in this order the client does not merge them: rhea merges only consecutive ids
  a?.accept()
  c?.modified({ undeliverable_here: false })
  e?.reject({ condition: 'com.microsoft:dead-letter' })
  b?.modified({ undeliverable_here: true })
  d?.accept()
  f?.release()
  await until('all are answered', () => answers.size === 6)
  const ids = messages.map(({ delivery }) => delivery?.id ?? -1)
  expect(ids.map((id) => answers.get(id))).toEqual([
    'accepted',
    'modified',
    'modified',
    'accepted',
    'rejected',
    'released',
  ])
  expect(setup.counts).toEqual({ active: 2, locked: 0, scheduled: 0, deferred: 1, deadLettered: 1 })
})

test('failed and successful sends in one tick get their own outcome', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  const results: string[] = []
  sender.on('accepted', ({ delivery }: EventContext) => results.push(`${delivery?.id} accepted`))
  sender.on('rejected', ({ delivery }: EventContext) => results.push(`${delivery?.id} rejected`))
  await once(sender, 'sendable')
  const [good, bad] = [amqp.encode({ body: 1 }), Buffer.from('no message')]
  for (const data of [bad, good, good, bad, good]) sender.send(data, undefined, 0)
  await until('all are answered', () => results.length === 5)
  expect(results.toSorted()).toEqual(['0 rejected', '1 accepted', '2 accepted', '3 rejected', '4 accepted'])
  expect(setup.counts.active).toBe(3)
})

test('an address may be a URL or start with a slash, as in the .NET client', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  await fill(setup, 2)
  for (const source of [`/${queueName}`, `amqps://host:5671/${queueName}`]) {
    const { receiver, messages } = await openReceiver(connection, { source })
    receiver.add_credit(1)
    await until('one is there', () => messages.length === 1)
    expect(setup.counts.locked).toBe(source.startsWith('/') ? 1 : 2)
  }
})

test('a client without AMQP is disconnected, and the broker keeps running', async () => {
  await using setup = await BrokerSetup.open()
  const socket = connect(setup.broker.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'close')
  await fill(setup, 1)
  expect(setup.counts.active).toBe(1)
  expect(setup.log.join('\n')).toContain('a client violated the AMQP protocol')
})

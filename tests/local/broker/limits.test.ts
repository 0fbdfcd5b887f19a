import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type Connection, type EventContext, message as amqp } from 'rhea'
import { until } from '../../support/until'
import { BrokerSetup, queueName } from './harness'
import { openReceiver, rawConnection } from './raw'

const hex = (text: string) => Buffer.from(text, 'hex')

/** The socket, for bytes that no AMQP library would write. */
function socketOf(connection: Connection): Socket {
  return (connection as unknown as { socket: Socket }).socket
}

/** A frame of the first session. */
function frame(performative: string): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(8 + performative.length / 2)
  return Buffer.concat([size, hex(`02000000${performative}`)])
}

async function fill(setup: BrokerSetup, count: number): Promise<void> {
  await setup.pair().sender.sendMessages(Array.from({ length: count }, (_, n) => ({ body: n })))
}

describe('counts that have no bytes', () => {
  const nulls = (count: string) => `f000000005${count}40`

  test.each([
    ['an array of a thousand nulls', nulls('000003e8')],
    ['an array of 2^32 - 1 nulls', nulls('ffffffff')],
    ['an array of 2^32 - 1 UUIDs', 'f000000005ffffffff98'],
    ['a list of 2^25 values', 'd00000000402000000'],
  ])('%s in an annotation: the message is rejected', async (_, value) => {
    await using setup = await BrokerSetup.open()
    await using connection = await rawConnection(setup)
    const sender = connection.open_sender(queueName)
    await once(sender, 'sendable')
    const map = `02a30161${value}` // count, and the key 'a'
    const size = (map.length / 2).toString(16).padStart(2, '0')
    const answered = Promise.race(['accepted', 'rejected'].map((event) => once(sender, event)))
    sender.send(hex(`005372c1${size}${map}00537741`), undefined, 0)
    const [{ delivery }] = (await answered) as [EventContext]
    expect(JSON.stringify(delivery?.remote_state)).toContain('amqp:decode-error')
  })

  test('in a request: its connection is closed, and others work', async () => {
    await using setup = await BrokerSetup.open()
    const connection = await rawConnection(setup)
    const requests = connection.open_sender(`${queueName}/$management`)
    await once(requests, 'sendable')
    const closed = once(connection, 'disconnected')
    requests.send(hex(`005377${nulls('000003e8')}`), undefined, 0)
    await closed
    await fill(setup, 1)
    expect(setup.log.join('\n')).toContain('fewer bytes than elements')
  })
})

describe('a disposition', () => {
  const accepted = '00532445'

  test('beyond the last delivery settles those that exist', async () => {
    await using setup = await BrokerSetup.open()
    await using connection = await rawConnection(setup)
    await fill(setup, 3)
    const { receiver, messages } = await openReceiver(connection)
    receiver.add_credit(3)
    await until('all are there', () => messages.length === 3)
    socketOf(connection).write(frame(`005315c00d05414370fffffffe41${accepted}`)) // of a receiver, 0 to 2^32 - 2, settled
    await until('all are settled', () => setup.counts.locked === 0)
    expect(setup.counts).toMatchObject({ active: 0, deadLettered: 0 })
  })

  test.each([
    ['of a receiver, from 10^300', `41827e37e43c8800759c827e37e43c8800759c`],
    ['of a receiver, from -10^300', `4182fe37e43c8800759c43`],
    ['of a sender, for nothing that was sent', `424370fffffffe`],
  ])('%s: nothing happens', async (_, fields) => {
    await using setup = await BrokerSetup.open()
    await using connection = await rawConnection(setup)
    await fill(setup, 1)
    const { receiver, messages } = await openReceiver(connection)
    receiver.add_credit(1)
    await until('it is there', () => messages.length === 1)
    const list = `05${fields}41${accepted}`
    socketOf(connection).write(frame(`005315c0${(list.length / 2).toString(16).padStart(2, '0')}${list}`))
    const sender = connection.open_sender(queueName)
    await once(sender, 'sendable')
    expect(setup.counts.locked).toBe(1)
    messages[0]?.delivery?.accept()
    await until('it is settled', () => setup.counts.locked === 0)
  })
})

test('a frame above the announced size closes its connection at its first bytes', async () => {
  await using setup = await BrokerSetup.open()
  const connection = await rawConnection(setup)
  const { max_frame_size } = (connection as unknown as { remote: { open: { max_frame_size: number } } }).remote.open
  const size = Buffer.alloc(8)
  size.writeUInt32BE(max_frame_size + 1)
  const failed = once(connection, 'connection_error')
  const gone = once(socketOf(connection), 'close')
  socketOf(connection).write(size)
  await failed
  expect(connection.error).toMatchObject({ condition: 'amqp:framing-error' })
  await gone
  expect(setup.log.join('\n')).toContain('A frame of 65537 bytes')
})

test('a message of many frames of the announced size is accepted', async () => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  await once(sender, 'sendable')
  const accepted = once(sender, 'accepted')
  sender.send(amqp.encode({ body: 'x'.repeat(250_000) }), undefined, 0)
  await accepted
  expect(setup.counts.active).toBe(1)
})

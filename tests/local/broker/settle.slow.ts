import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import { BrokerSetup, bodies, deadLetters, failure, only, queueName } from './harness'

const empty = { active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 }

async function receive(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  const messages: ServiceBusReceivedMessage[] = []
  while (messages.length < count) messages.push(...(await receiver.receiveMessages(count - messages.length)))
  return messages
}

test('a completed message is removed', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 1 })
  await receiver.completeMessage(only(await receive(receiver, 1)))
  expect(setup.counts).toEqual(empty)
  expect(await receiver.peekMessages(1)).toEqual([])
})

test('an abandoned message is redelivered with changed properties and a higher delivery count', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 'b', messageId: 'm', applicationProperties: { kept: 1, changed: 'no' } })
  const first = only(await receive(receiver, 1))
  await receiver.abandonMessage(first, { changed: 'yes', added: 2.5 })
  const second = only(await receive(receiver, 1))
  expect(second).toMatchObject({
    body: 'b',
    messageId: 'm',
    deliveryCount: 1,
    applicationProperties: { kept: 1, changed: 'yes', added: 2.5 },
  })
  expect(second.sequenceNumber).toEqual(first.sequenceNumber)
  expect(second.lockToken).not.toBe(first.lockToken)
  await receiver.abandonMessage(second)
  expect(only(await receive(receiver, 1)).deliveryCount).toBe(2)
})

test('a dead letter has its reason, description and properties; it can be peeked, received and completed', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: { a: 1 }, messageId: 'm', applicationProperties: { own: 1 } })
  const message = only(await receive(receiver, 1))
  await receiver.deadLetterMessage(message, {
    deadLetterReason: 'because',
    deadLetterErrorDescription: 'it was so',
    more: true,
  })
  expect(setup.counts).toEqual({ ...empty, deadLettered: 1 })

  const dead = client.createReceiver(queueName, { subQueueType: 'deadLetter', maxAutoLockRenewalDurationInMs: 0 })
  const expected = {
    body: { a: 1 },
    messageId: 'm',
    deadLetterReason: 'because',
    deadLetterErrorDescription: 'it was so',
    applicationProperties: { own: 1, more: true, DeadLetterReason: 'because', DeadLetterErrorDescription: 'it was so' },
  }
  expect(only(await dead.peekMessages(10))).toMatchObject(expected)
  const letter = only(await receive(dead, 1))
  expect(letter).toMatchObject(expected)
  expect((await failure(dead.deadLetterMessage(letter))).message).toContain('cannot be dead-lettered again')
  setup.clock.advance(60_000) // the SDK treats a failed settlement as the end of the delivery
  await dead.completeMessage(only(await receive(dead, 1)))
  expect(setup.broker.queue(deadLetters)).toEqual(empty)
})

test('a message abandoned too often is dead-lettered', async () => {
  await using setup = await BrokerSetup.open({ MaxDeliveryCount: 3 })
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 'poison' })
  for (let n = 0; n < 3; n++) await receiver.abandonMessage(only(await receive(receiver, 1)))
  expect(setup.counts).toEqual({ ...empty, deadLettered: 1 })
  const letter = only(await client.createReceiver(deadLetters).peekMessages(1))
  expect(letter).toMatchObject({ body: 'poison', deadLetterReason: 'MaxDeliveryCountExceeded', deliveryCount: 3 })
})

test('an expired message is dead-lettered', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender } = setup.pair()
  await sender.sendMessages({ body: 1, timeToLive: 5000 })
  setup.clock.advance(5000)
  expect(setup.counts).toEqual({ ...empty, deadLettered: 1 })
  expect(only(await client.createReceiver(deadLetters).peekMessages(1)).deadLetterReason).toBe('TTLExpiredException')
})

test('a dead letter sent again as the portal does: the copy is delivered, the original stays', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: { v: 1 }, messageId: 'm', applicationProperties: { own: 1 } })
  await receiver.deadLetterMessage(only(await receive(receiver, 1)), {
    deadLetterReason: 'r',
    deadLetterErrorDescription: 'd',
  })
  const letter = only(await client.createReceiver(deadLetters).peekMessages(1))
  await sender.sendMessages(letter)
  const copy = only(await receive(receiver, 1))
  expect(copy).toMatchObject({ body: { v: 1 }, messageId: 'm', deliveryCount: 0, applicationProperties: { own: 1 } })
  expect(copy.sequenceNumber?.toNumber()).toBe(2)
  await receiver.completeMessage(copy)
  expect(setup.counts).toEqual({ ...empty, deadLettered: 1 })
})

describe('locks', () => {
  test('when a lock expires the message is redelivered, and the old token is invalid', async () => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    await sender.sendMessages({ body: 1 })
    const lost = only(await receive(receiver, 1))
    setup.clock.advance(60_000)
    const again = only(await receive(receiver, 1))
    expect(again.deliveryCount).toBe(1)
    expect((await failure(receiver.renewMessageLock(lost))).code).toBe('MessageLockLost')
    expect((await failure(receiver.abandonMessage(lost))).code).toBe('MessageLockLost')
    await receiver.completeMessage(again)
    expect(setup.counts).toEqual(empty)
  })

  test.each(['completeMessage', 'abandonMessage', 'deadLetterMessage'] as const)(
    '%s with a lost lock fails',
    async (settle) => {
      await using setup = await BrokerSetup.open()
      const { sender, receiver } = setup.pair()
      await sender.sendMessages({ body: 1 })
      const message = only(await receive(receiver, 1))
      setup.clock.advance(60_000)
      expect((await failure(receiver[settle](message))).code).toBe('MessageLockLost')
      expect(setup.counts).toEqual({ ...empty, active: 1 })
    },
  )

  test('a renewal changes locked-until and keeps the message locked', async () => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    await sender.sendMessages({ body: 1 })
    const message = only(await receive(receiver, 1))
    for (let n = 0; n < 3; n++) {
      setup.clock.advance(45_000)
      expect(await receiver.renewMessageLock(message)).toEqual(new Date(setup.clock.now() + 60_000))
    }
    await receiver.completeMessage(message)
    expect(setup.counts).toEqual(empty)
  })

  test('a closed receiver leaves its messages locked; they are settled through $management', async () => {
    await using setup = await BrokerSetup.open()
    const { client, sender, receiver } = setup.pair()
    await sender.sendMessages([1, 2, 3, 4].map((body) => ({ body })))
    const messages = await receive(receiver, 4)
    await receiver.close()
    expect(setup.counts).toEqual({ ...empty, locked: 4 })
    const other = client.createReceiver(queueName)
    const [a, b, c] = messages as [ServiceBusReceivedMessage, ServiceBusReceivedMessage, ServiceBusReceivedMessage]
    await other.completeMessage(a)
    await other.abandonMessage(b, { touched: 'yes' })
    await other.deadLetterMessage(c, { deadLetterReason: 'r', deadLetterErrorDescription: 'd' })
    expect(setup.counts).toEqual({ active: 1, locked: 1, scheduled: 0, deferred: 0, deadLettered: 1 })
    expect((await failure(other.completeMessage(a))).code).toBe('MessageLockLost')
    const letter = only(await client.createReceiver(deadLetters).peekMessages(1))
    expect(letter).toMatchObject({ deadLetterReason: 'r', deadLetterErrorDescription: 'd' })
    setup.clock.advance(60_000)
    expect(setup.counts.active).toBe(2)
    const last = client.createReceiver(queueName, { receiveMode: 'receiveAndDelete' })
    const left = await receive(last, 2)
    expect(left.map((m) => [m.body, m.deliveryCount, m.applicationProperties])).toEqual([
      [2, 1, { touched: 'yes' }],
      [4, 1, undefined],
    ])
  })
})

describe('several settlements in one tick', () => {
  test.each([
    ['first', 0],
    ['last', 2],
  ])('only the message with the lost lock fails, when it is the %s', async (_, lostAt) => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    await sender.sendMessages([0, 1, 2].map((body) => ({ body })))
    const messages = await receive(receiver, 3)
    setup.clock.advance(30_000)
    for (const [at, message] of messages.entries()) if (at !== lostAt) await receiver.renewMessageLock(message)
    setup.clock.advance(30_000)
    const results = await Promise.allSettled(messages.map((message) => receiver.completeMessage(message)))
    expect(results.map(({ status }) => status)).toEqual(
      [0, 1, 2].map((at) => (at === lostAt ? 'rejected' : 'fulfilled')),
    )
    expect(setup.counts).toEqual({ ...empty, active: 1 })
    expect(bodies(await receiver.peekMessages(1))).toEqual([lostAt])
  })

  test('different outcomes of several receivers all take effect', async () => {
    await using setup = await BrokerSetup.open()
    const { client, sender, receiver } = setup.pair()
    await sender.sendMessages([0, 1, 2].map((body) => ({ body })))
    const options = { maxAutoLockRenewalDurationInMs: 0 }
    const held = await Promise.all(
      [0, 1, 2].map(async () => {
        const receiver = client.createReceiver(queueName, options)
        return { receiver, message: only(await receive(receiver, 1)) }
      }),
    )
    await Promise.all([
      held[0]?.receiver.completeMessage(held[0].message),
      held[1]?.receiver.abandonMessage(held[1].message),
      held[2]?.receiver.deadLetterMessage(held[2].message),
    ])
    expect(setup.counts).toEqual({ ...empty, active: 1, deadLettered: 1 })
    expect(bodies(await receiver.peekMessages(5))).toEqual([held[1]?.message.body])
  })
})

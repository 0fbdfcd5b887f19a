import Long from 'long'
import { BrokerSetup, bodies, deadLetters, failure, only, queueName } from './harness'

test('a deferred message is peeked as such, received by its number, and settled in each way', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages(['complete', 'abandon', 'defer', 'dead-letter'].map((body) => ({ body })))
  for (const message of await receiver.receiveMessages(4)) await receiver.deferMessage(message, { why: 'later' })
  expect(setup.counts).toMatchObject({ active: 0, locked: 0, deferred: 4 })
  expect((await receiver.peekMessages(4)).map(({ state }) => state)).toEqual(
    Array.from({ length: 4 }, () => 'deferred'),
  )

  const numbers = [1, 2, 3, 4].map((number) => Long.fromNumber(number))
  const messages = await receiver.receiveDeferredMessages(numbers)
  expect(bodies(messages)).toEqual(['complete', 'abandon', 'defer', 'dead-letter'])
  const [first, second, third, fourth] = messages
  if (!first || !second || !third || !fourth) throw new Error('not all came')
  expect(first).toMatchObject({ state: 'deferred', deliveryCount: 1, applicationProperties: { why: 'later' } })
  expect(first.lockedUntilUtc).toEqual(new Date(setup.clock.now() + 60_000))
  setup.clock.advance(30_000)
  expect(await receiver.renewMessageLock(first)).toEqual(new Date(setup.clock.now() + 60_000))
  await receiver.completeMessage(first)
  await receiver.abandonMessage(second)
  await receiver.deferMessage(third)
  await receiver.deadLetterMessage(fourth, { deadLetterReason: 'r', deadLetterErrorDescription: 'd' })
  expect(setup.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 2, deadLettered: 1 })
  expect(only(await client.createReceiver(deadLetters).peekMessages(5))).toMatchObject({
    deadLetterReason: 'r',
    deadLetterErrorDescription: 'd',
  })
  expect((await failure(receiver.receiveDeferredMessages(numbers))).code).toBe('MessageNotFound')
})

test('a deferred message can be received and deleted', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 'x' })
  await receiver.deferMessage(only(await receiver.receiveMessages(1)))
  const deleting = client.createReceiver(queueName, { receiveMode: 'receiveAndDelete' })
  expect(bodies(await deleting.receiveDeferredMessages(Long.fromNumber(1)))).toEqual(['x'])
  expect(setup.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 })
})

test('abandoning a dead letter keeps its delivery count', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 'x' })
  await receiver.abandonMessage(only(await receiver.receiveMessages(1)))
  await receiver.deadLetterMessage(only(await receiver.receiveMessages(1)))
  const dead = client.createReceiver(deadLetters, { maxAutoLockRenewalDurationInMs: 0 })
  await dead.abandonMessage(only(await dead.receiveMessages(1)))
  expect(only(await dead.receiveMessages(1)).deliveryCount).toBe(1)
})

test('delivery annotations travel with the message', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  const amqpMessage = { body: 'x', bodyType: 'value' as const, deliveryAnnotations: { hop: 'first' } }
  await sender.sendMessages(amqpMessage)
  const message = only(await receiver.receiveMessages(1))
  expect(message._rawAmqpMessage.deliveryAnnotations).toEqual({ hop: 'first' })
  await receiver.deferMessage(message)
  const again = only(await receiver.receiveDeferredMessages(Long.fromNumber(1)))
  expect(again._rawAmqpMessage.deliveryAnnotations).toMatchObject({ hop: 'first' })
})

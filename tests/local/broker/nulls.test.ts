import { BrokerSetup, deadLetters, only } from './harness'

const properties = { a: null, b: 1 }

test.each([
  ['with a reason', { deadLetterReason: 'r', deadLetterErrorDescription: 'd' }],
  ['without one', {}],
])('an application property that is null stays when its message is dead-lettered %s', async (_, reason) => {
  await using setup = await BrokerSetup.open()
  const { client, sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 1, applicationProperties: properties as never })
  await receiver.deadLetterMessage(only(await receiver.receiveMessages(1)), reason as never)
  const letter = only(await client.createReceiver(deadLetters).peekMessages(1))
  const added = 'deadLetterReason' in reason ? { DeadLetterReason: 'r', DeadLetterErrorDescription: 'd' } : {}
  expect(letter.applicationProperties).toEqual({ ...properties, ...added })
})

test('abandoning and deferring can set a property to null', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 1, applicationProperties: { a: 1, b: 1 } })
  await receiver.abandonMessage(only(await receiver.receiveMessages(1)), { a: null })
  const again = only(await receiver.receiveMessages(1))
  expect(again.applicationProperties).toEqual(properties)
  await receiver.deferMessage(again, { b: null })
  const deferred = only(await receiver.receiveDeferredMessages([again.sequenceNumber as never]))
  expect(deferred.applicationProperties).toEqual({ a: null, b: null })
  await receiver.abandonMessage(deferred, { c: null }) // by a request, because it has no link
  const last = only(await receiver.peekMessages(1))
  expect(last.applicationProperties).toEqual({ a: null, b: null, c: null })
})

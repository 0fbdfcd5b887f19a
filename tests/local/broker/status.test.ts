import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { until } from '../../support/until'
import { BrokerSetup, failure, queueName } from './harness'

const disabled = { code: 'MessagingEntityDisabled', message: expect.stringContaining('is disabled') }

test('ReceiveDisabled lets sends through, and refuses what receives or peeks until the queue is active', async () => {
  await using setup = await BrokerSetup.open({ Status: 'ReceiveDisabled' })
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 1 })
  expect(await failure(receiver.receiveMessages(1))).toMatchObject(disabled)
  expect(await failure(receiver.peekMessages(1))).toMatchObject(disabled)
  expect(setup.counts).toMatchObject({ active: 1, locked: 0 })
  setup.broker.setStatus(queueName, 'Active')
  expect(await receiver.receiveMessages(1)).toHaveLength(1)
})

test('who receives already is stopped, and goes on by himself afterwards; what he holds is delivered again', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  const received: ServiceBusReceivedMessage[] = []
  const errors: unknown[] = []
  receiver.subscribe(
    {
      processMessage: async (message) => void received.push(message),
      processError: async ({ error }) => void errors.push((error as { code?: string }).code),
    },
    { autoCompleteMessages: false },
  )
  await sender.sendMessages({ body: 1 })
  await until('it has come', () => received.length === 1)
  setup.broker.setStatus(queueName, 'ReceiveDisabled')
  await until('he is told', () => errors.includes('MessagingEntityDisabled'))
  await sender.sendMessages({ body: 2 })
  expect(await failure(receiver.completeMessage(received[0]!))).toMatchObject(disabled)
  expect(setup.counts).toMatchObject({ active: 1, locked: 1 })
  setup.clock.advance(60_000)
  expect(setup.counts).toMatchObject({ active: 2, locked: 0 })
  expect(received).toHaveLength(1)
  setup.broker.setStatus(queueName, 'Active')
  await until('both come', () => received.length === 3)
  expect(received.slice(1).map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
    [1, 1],
    [2, 0],
  ])
})

test('SendDisabled is the other way round', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 1 })
  setup.broker.setStatus(queueName, 'SendDisabled')
  expect(await failure(setup.client().createSender(queueName).sendMessages({ body: 2 }))).toMatchObject(disabled)
  expect(await receiver.receiveMessages(1)).toHaveLength(1)
})

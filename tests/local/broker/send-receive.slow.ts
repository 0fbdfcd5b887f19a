import { BrokerSetup, bodies, deadLetters, failure, only, queueName } from './harness'
import { until } from '../../support/until'

test('the broker keeps every property of a message', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  const message = {
    messageId: 'id-1',
    correlationId: 'c-1',
    contentType: 'application/json',
    subject: 'subject',
    to: 'to',
    replyTo: 'reply',
    replyToSessionId: 'reply-session',
    sessionId: 'session',
    partitionKey: 'session',
    timeToLive: 90_000,
    applicationProperties: {
      text: 'ä',
      number: -5,
      fraction: 1.5,
      flag: true,
      nothing: null,
      when: new Date(1_700_000_000_000),
    },
    body: { nested: { list: [1, 'two', null] } },
  }
  await sender.sendMessages(message)
  const received = only(await receiver.receiveMessages(1))
  const { when, ...properties } = message.applicationProperties
  expect(received).toMatchObject({ ...message, applicationProperties: { ...properties, when: when.getTime() } })
  const now = setup.clock.now()
  expect(received).toMatchObject({
    deliveryCount: 0,
    state: 'active',
    enqueuedTimeUtc: new Date(now),
    lockedUntilUtc: new Date(now + 60_000),
    expiresAtUtc: new Date(now + 90_000),
    enqueuedSequenceNumber: 1,
  })
  expect(received.sequenceNumber?.toNumber()).toBe(1)
  expect(received.lockToken).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  await receiver.completeMessage(received)
})

test('the broker keeps bodies of every kind', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair('receiveAndDelete')
  const bytes = Buffer.from([0, 1, 255])
  await sender.sendMessages([{ body: 'text' }, { body: bytes }, { body: 7 }, { body: null }])
  await sender.sendMessages({ bodyType: 'value', body: { a: [1] } })
  await sender.sendMessages({ bodyType: 'sequence', body: [1, 2] })
  const received: unknown[] = []
  while (received.length < 6) received.push(...bodies(await receiver.receiveMessages(6)))
  expect(received).toEqual(['text', bytes, 7, null, { a: [1] }, [1, 2]])
})

test('a batch arrives as its messages, in order, each with its own properties', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  const batch = await sender.createMessageBatch()
  expect(batch.maxSizeInBytes).toBe(262_144)
  for (let n = 0; n < 20; n++) batch.tryAddMessage({ body: n, messageId: `m${n}`, applicationProperties: { n } })
  await sender.sendMessages(batch)
  const received = await receiver.receiveMessages(20)
  expect(received.map((m) => [m.body, m.messageId, m.applicationProperties?.n, m.sequenceNumber?.toNumber()])).toEqual(
    Array.from({ length: 20 }, (_, n) => [n, `m${n}`, n, n + 1]),
  )
})

test('a message sent without an id can be settled', async () => {
  await using setup = await BrokerSetup.open()
  const { client, sender } = setup.pair()
  await sender.sendMessages({ body: 1 })
  const receiver = client.createReceiver(queueName) // renews locks, which needs the id
  const message = only(await receiver.receiveMessages(1))
  expect(message.messageId).toBeTruthy()
  await receiver.completeMessage(message)
  expect(setup.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 })
})

test('receive-and-delete removes delivered messages', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair('receiveAndDelete')
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }])
  const received = bodies(await receiver.receiveMessages(2))
  expect(received).toEqual([1, 2])
  expect(setup.counts).toEqual({ active: 1, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 })
})

test('a receiver gets no more messages than it requested', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages(Array.from({ length: 10 }, (_, n) => ({ body: n })))
  expect(bodies(await receiver.receiveMessages(3))).toEqual([0, 1, 2])
  expect(setup.counts).toMatchObject({ active: 7, locked: 3 })
  expect(bodies(await receiver.receiveMessages(2))).toEqual([3, 4])
})

test('a receive that times out leaves no credit, and the receiver still works', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  expect(await receiver.receiveMessages(5, { maxWaitTimeInMs: 100 })).toEqual([])
  await sender.sendMessages({ body: 'no receiver' }) // remaining credit would lock it
  expect(setup.counts).toMatchObject({ active: 1, locked: 0 })
  expect(bodies(await receiver.receiveMessages(1))).toEqual(['no receiver'])
  const waiting = receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })
  await sender.sendMessages({ body: 'late' })
  expect(bodies(await waiting)).toEqual(['late'])
})

test('more messages than a session buffers are received while one stays locked', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  await sender.sendMessages({ body: 'held' })
  const held = only(await receiver.receiveMessages(1))
  const total = 2040 // the SDK itself buffers 2048
  for (let n = 0; n < total; n += 510)
    await sender.sendMessages(Array.from({ length: 510 }, (_, m) => ({ body: n + m })))
  const seen: unknown[] = []
  while (seen.length < total) {
    const messages = await receiver.receiveMessages(500)
    seen.push(...bodies(messages))
    await Promise.all(messages.map((message) => receiver.completeMessage(message)))
  }
  expect(seen).toEqual(Array.from({ length: total }, (_, n) => n))
  await receiver.completeMessage(held)
  expect(setup.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 })
})

test('one receiver processes many more messages than its session buffers', async () => {
  await using setup = await BrokerSetup.open()
  const { sender, receiver } = setup.pair()
  const total = 6000
  for (let n = 0; n < total; n += 1000)
    await sender.sendMessages(Array.from({ length: 1000 }, (_, m) => ({ body: n + m })))
  let count = 0
  const subscription = receiver.subscribe(
    { processMessage: async () => void count++, processError: async () => {} },
    { maxConcurrentCalls: 50 },
  )
  await until('all are processed', () => count === total && setup.counts.locked === 0)
  expect(setup.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 })
  await subscription.close()
})

describe('errors', () => {
  test('for a message larger than the link allows', async () => {
    await using setup = await BrokerSetup.open()
    const { sender } = setup.pair()
    const { code, message } = await failure(sender.sendMessages({ body: 'x'.repeat(262_144) }))
    expect(code).toBe('MessageSizeExceeded')
    expect(message).toContain('exceeds the limit (262144 bytes)')
    await sender.sendMessages({ body: 'x'.repeat(261_000) })
    expect(setup.counts.active).toBe(1)
  })

  test('for a missing entity, when sending, receiving and managing', async () => {
    await using setup = await BrokerSetup.open()
    const client = setup.client()
    const attempts = [
      client.createSender('nowhere').sendMessages({ body: 1 }),
      client.createReceiver('nowhere').receiveMessages(1),
      client.createReceiver('nowhere').peekMessages(1),
    ]
    for (const attempt of attempts) {
      const { code, message } = await failure(attempt)
      expect(code).toBe('MessagingEntityNotFound')
      expect(message).toContain("The messaging entity 'nowhere' could not be found")
    }
    expect(setup.log.filter((line) => line.includes("'nowhere'")).length).toBeGreaterThanOrEqual(3)
  })

  test('for unsupported features, with their names', async () => {
    await using setup = await BrokerSetup.open()
    const client = setup.client()
    const unsupported: [string, () => Promise<unknown>][] = [
      ['sessions', () => client.acceptNextSession(queueName)],
      ["topics and subscriptions: 't/Subscriptions/s'", () => client.createReceiver('t', 's').receiveMessages(1)],
      ["topics and subscriptions: 't/Subscriptions/s/$management'", () => rulesOf(client.createRuleManager('t', 's'))],
      ['sending to a dead-letter queue', () => client.createSender(deadLetters).sendMessages({ body: 1 })],
      [
        'scheduling to a dead-letter queue',
        () => client.createSender(deadLetters).scheduleMessages({ body: 1 }, new Date()),
      ],
    ]
    for (const [name, attempt] of unsupported) expect((await failure(attempt())).message).toContain(name)
  })
})

async function rulesOf(manager: { listRules(): AsyncIterable<unknown> }): Promise<void> {
  for await (const rule of manager.listRules()) throw new Error(`there is a rule: ${String(rule)}`)
}

test('names ignore case', async () => {
  await using setup = await BrokerSetup.open()
  const client = setup.client()
  await client.createSender('WORK').sendMessages({ body: 1 })
  expect(bodies(await client.createReceiver('Work').receiveMessages(1))).toEqual([1])
  const dead = client.createReceiver('work/$deadletterqueue')
  expect(await dead.peekMessages(1)).toEqual([])
})

import type { ServiceBusReceiver } from '@azure/service-bus'
import { alive, eventually, makeApp } from './harness'
import { delivered, deliveries, QueueSetup } from './queue-setup'

const empty = { active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 }

test('a message reaches the function with its metadata, and is completed', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  await setup.send({
    body: { runId: 'r1', list: [1], nothing: null, deep: { A: 1 }, flag: true, subject: 'of the body' },
    messageId: 'm1',
    correlationId: 'c1',
    subject: 'of the message',
    applicationProperties: { Attempt: 2 },
  })
  const [first] = await delivered(host, 1)
  expect(first?.message).toMatchObject({ runId: 'r1', list: [1] })
  expect(first?.metadata).toMatchObject({
    messageId: 'm1',
    correlationId: 'c1',
    deliveryCount: 1,
    sequenceNumber: 1,
    lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    applicationProperties: { attempt: 2 },
    runId: 'r1',
    deep: { a: 1 },
    flag: 'True',
    subject: 'of the body', // the body overrides the properties of the message
  })
  expect(first?.metadata).not.toHaveProperty('list')
  expect(first?.metadata).not.toHaveProperty('nothing')
  await eventually(() => setup.work.locked === 0, 'completion')
  expect(setup.work).toEqual(empty)
})

test('text that is no JSON stays text', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  await setup.send({ body: Buffer.from('{ plain') })
  expect((await delivered(host, 1))[0]?.message).toBe('{ plain')
})

test('a message of a function that throws is redelivered at once, until it is dead-lettered', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  await setup.send({ body: { fail: true } })
  await eventually(() => setup.work.deadLettered === 1, 'dead letter')
  expect(deliveries(host.lines).map((d) => d.metadata.deliveryCount)).toEqual([1, 2, 3])
  expect(host.lines.some((l) => /work {2}error {2}failed after \d+ ms: Error: failed on purpose/.test(l))).toBe(true)
})

test('messages that end at the same time each get their own outcome', async () => {
  await using setup = await QueueSetup.open()
  await setup.send(...Array.from({ length: 20 }, (_, i) => ({ body: { sleep: 30, fail: i % 2 === 1 } })))
  const host = await setup.host()
  await eventually(() => setup.work.deadLettered === 10 && setup.work.locked === 0, 'all outcomes')
  expect(setup.work).toEqual({ ...empty, deadLettered: 10 })
  expect(deliveries(host.lines)).toHaveLength(10 + 10 * 3)
})

test('no more than maxConcurrentCalls run at once', async () => {
  await using setup = await QueueSetup.open()
  await setup.send(...Array.from({ length: 8 }, () => ({ body: { sleep: 60 } })))
  const host = await setup.host()
  await eventually(() => host.lines.filter((l) => l.endsWith('done')).length === 8, 'all done')
  let [now, most] = [0, 0]
  for (const line of host.lines) {
    if (line.includes('got ')) now++
    if (line.endsWith('done')) now--
    most = Math.max(most, now)
  }
  expect(most).toBe(4)
})

test('the lock is renewed while the function runs', async () => {
  await using setup = await QueueSetup.open()
  // the receiver of the host has the same class, so this spy sees its renewals
  const prototype = Object.getPrototypeOf(setup.client.createReceiver('work')) as ServiceBusReceiver
  const renew = jest.spyOn(prototype, 'renewMessageLock')
  try {
    const host = await setup.host()
    await setup.send({ body: { hang: true } })
    await delivered(host, 1)
    for (let renewals = 1; renewals <= 5; renewals++) {
      setup.clock.advance(49_999)
      expect(renew).toHaveBeenCalledTimes(renewals - 1)
      setup.clock.advance(1) // 10 s before the lock runs out
      expect(renew).toHaveBeenCalledTimes(renewals)
      await renew.mock.results.at(-1)?.value
    }
    expect(setup.work.locked).toBe(1)
    expect(deliveries(host.lines)).toHaveLength(1)
  } finally {
    renew.mockRestore()
  }
})

test('when the worker process dies, its messages are redelivered at once', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  const first = host.worker().pid
  await setup.send({ body: { hang: true } }, { body: { hang: true } })
  await delivered(host, 2)
  process.kill(first, 'SIGKILL')
  const all = await delivered(host, 4) // the clock does not move, so no lock expired
  expect(all.slice(2).map((d) => d.metadata.deliveryCount)).toEqual([2, 2])
  expect(host.worker().pid).not.toBe(first)
})

test('a function timeout ends the worker with all its messages', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host({ functionTimeoutMs: 30_000 })
  const first = host.worker().pid
  await setup.send({ body: { hang: true } })
  await delivered(host, 1)
  setup.clock.advance(20_000)
  await setup.send({ body: { hang: true } })
  await delivered(host, 2)
  setup.clock.advance(10_000)
  const all = await delivered(host, 4)
  expect(all.slice(2).map((d) => d.metadata.deliveryCount)).toEqual([2, 2])
  expect(alive(first)).toBe(false)
  expect(host.lines.some((l) => l.includes("Timeout value of 00:00:30 exceeded by function 'Functions.work'"))).toBe(
    true,
  )
})

test('a lost broker is logged once, its return once, and messages are processed again', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  await setup.send({ body: 1 })
  await delivered(host, 1)
  await eventually(() => setup.work.locked === 0, 'completion')
  await setup.broker.pause()
  const logged = (what: string) => host.lines.filter((l) => l.includes(`queue work: Service Bus is ${what}`)).length
  await eventually(() => logged('unavailable') === 1, 'unavailable')
  await new Promise((resolve) => setTimeout(resolve, 50))
  await setup.broker.resume()
  await eventually(() => logged('available again') === 1, 'available again')
  await setup.send({ body: 2 })
  await delivered(host, 2)
  expect([logged('unavailable'), logged('available again')]).toEqual([1, 1])
})

test('an output binding sends whole values, an array one message per element', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host()
  const post = (value: unknown) => host.get('/api/send', { method: 'POST', body: JSON.stringify(value) })
  expect((await post({ body: 1, messageId: 'not read' })).status).toBe(202)
  await post([{ a: 1 }, 'two'])
  const messages = await setup.receive('out', 3)
  expect(messages.map((m) => String(m.body))).toEqual(['{"body":1,"messageId":"not read"}', '{"a":1}', 'two'])
})

test('stop waits for running messages and leaves the others in the queue', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host({ graceMs: 5000 })
  await setup.send(...Array.from({ length: 6 }, () => ({ body: { sleep: 1000 } })))
  await delivered(host, 4)
  await host.stop()
  expect(host.lines.filter((l) => l.endsWith('done'))).toHaveLength(4)
  expect(setup.work).toMatchObject({ active: 2, locked: 0, deadLettered: 0 })
})

const small = (host: object, options = '') => ({
  'host.json': JSON.stringify({ version: '2.0', extensions: { serviceBus: host } }),
  'index.js': `require('@azure/functions').app.serviceBusQueue('work', {
    queueName: 'work', connection: 'Bus', ${options}
    handler: async (message) => {
      console.log('got ' + JSON.stringify({ message, metadata: {} }))
      if (message.fail) throw new Error('failed')
      await new Promise((resolve) => setTimeout(resolve, 40))
      console.log('done')
    },
  })`,
})

test('prefetched messages wait in the host until there is room', async () => {
  const app = makeApp(small({ maxConcurrentCalls: 1, prefetchCount: 3 }))
  await using setup = await QueueSetup.open()
  await setup.send(...Array.from({ length: 6 }, () => ({ body: {} })))
  const host = await setup.host({ root: app.root })
  await eventually(() => setup.work.locked === 4, 'prefetch')
  await eventually(() => host.lines.filter((l) => l.endsWith('done')).length === 6, 'all done')
  const order = host.lines.flatMap((l) => /(got|done)/.exec(l)?.[1] ?? [])
  expect(order).toEqual(Array.from({ length: 6 }, () => ['got', 'done']).flat())
  app.remove()
})

test('without autoCompleteMessages a success leaves the message locked, an error abandons it', async () => {
  const app = makeApp(small({}, 'autoCompleteMessages: false,'))
  await using setup = await QueueSetup.open()
  const host = await setup.host({ root: app.root })
  await setup.send({ body: { fail: true } }, { body: {} })
  await eventually(() => setup.work.deadLettered === 1 && host.lines.some((l) => l.endsWith('done')), 'both outcomes')
  expect(setup.work).toMatchObject({ locked: 1, active: 0 })
  app.remove()
})

test('a host without a broker stops in time', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host({ graceMs: 10 })
  await setup.send({ body: { hang: true } })
  await delivered(host, 1)
  await setup.broker.pause()
  const startedAt = Date.now()
  await host.stop()
  expect(Date.now() - startedAt).toBeLessThan(8000)
})

test('a queue that does not exist is logged once, with its name', async () => {
  await using setup = await QueueSetup.open()
  const host = await setup.host({ settings: { ...setup.settings, WORK_QUEUE: 'nowhere' } })
  const logged = () => host.lines.filter((l) => l.includes('queue nowhere: Service Bus is unavailable'))
  await eventually(() => logged().length > 0, 'the log line')
  await host.stop()
  expect(logged()).toEqual([expect.stringContaining('nowhere')])
  expect(host.lines.filter((l) => l.includes('available again'))).toEqual([])
})

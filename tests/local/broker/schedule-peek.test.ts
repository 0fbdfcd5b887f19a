import { BrokerSetup, bodies, deadLetters, failure, only } from './harness'

describe('scheduling', () => {
  test.each(['scheduleMessages', 'scheduledEnqueueTimeUtc'])(
    '%s: not received early, and last when due',
    async (how) => {
      await using setup = await BrokerSetup.open()
      const { sender, receiver } = setup.pair()
      const due = new Date(setup.clock.now() + 30_000)
      if (how === 'scheduleMessages') await sender.scheduleMessages({ body: 'later' }, due)
      else await sender.sendMessages({ body: 'later', scheduledEnqueueTimeUtc: due })
      await sender.sendMessages({ body: 'now' })
      expect(setup.counts).toMatchObject({ active: 1, scheduled: 1 })
      setup.clock.advance(29_999)
      expect(bodies(await receiver.receiveMessages(5, { maxWaitTimeInMs: 100 }))).toEqual(['now'])
      expect(setup.counts).toMatchObject({ active: 0, scheduled: 1 })
      const waiting = receiver.receiveMessages(1)
      setup.clock.advance(1)
      const message = only(await waiting)
      expect(message).toMatchObject({
        body: 'later',
        state: 'active',
        scheduledEnqueueTimeUtc: due,
        enqueuedTimeUtc: due,
      })
      expect(message.sequenceNumber?.toNumber()).toBe(3)
    },
  )

  test('a batch may hold scheduled messages', async () => {
    await using setup = await BrokerSetup.open()
    const { sender } = setup.pair()
    const scheduledEnqueueTimeUtc = new Date(setup.clock.now() + 1000)
    await sender.sendMessages([{ body: 1 }, { body: 2, scheduledEnqueueTimeUtc }, { body: 3 }])
    expect(setup.counts).toMatchObject({ active: 2, scheduled: 1 })
  })

  test('a scheduled message can be cancelled once by its number', async () => {
    await using setup = await BrokerSetup.open()
    const { sender } = setup.pair()
    const due = new Date(setup.clock.now() + 1000)
    const numbers = await sender.scheduleMessages([{ body: 1 }, { body: 2 }, { body: 3 }], due)
    expect(numbers.map((number) => number.toNumber())).toEqual([1, 2, 3])
    await sender.cancelScheduledMessages(numbers.slice(0, 2))
    expect(setup.counts.scheduled).toBe(1)
    expect((await failure(sender.cancelScheduledMessages(numbers))).code).toBe('MessageNotFound')
    setup.clock.advance(1000)
    expect(setup.counts).toMatchObject({ active: 1, scheduled: 0 })
    expect((await failure(sender.cancelScheduledMessages(numbers.slice(2)))).code).toBe('MessageNotFound')
  })

  test('a scheduled message obeys the size limit', async () => {
    await using setup = await BrokerSetup.open()
    const { sender } = setup.pair()
    const large = sender.scheduleMessages({ body: 'x'.repeat(262_144) }, new Date(setup.clock.now() + 1000))
    expect((await failure(large)).code).toBe('MessageSizeExceeded')
    expect(setup.counts.scheduled).toBe(0)
  })
})

describe('peek', () => {
  test('returns messages of every state in order, page by page, and changes nothing', async () => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    await sender.sendMessages(Array.from({ length: 8 }, (_, n) => ({ body: n })))
    await sender.scheduleMessages({ body: 'scheduled' }, new Date(setup.clock.now() + 1000))
    await receiver.receiveMessages(2)
    const pages = [await receiver.peekMessages(4), await receiver.peekMessages(4), await receiver.peekMessages(4)]
    expect(pages.map((page) => bodies(page))).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], ['scheduled']])
    expect(pages[2]?.[0]).toMatchObject({ state: 'scheduled' })
    expect(pages[0]?.[0]).toMatchObject({ state: 'active', lockToken: undefined })
    expect(await receiver.peekMessages(4)).toEqual([])
    expect(setup.counts).toEqual({ active: 6, locked: 2, scheduled: 1, deferred: 0, deadLettered: 0 })
  })

  test('starts at a given number, and can omit the bodies', async () => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    await sender.sendMessages(Array.from({ length: 5 }, (_, n) => ({ body: n, subject: `s${n}` })))
    const { default: Long } = await import('long')
    const from = { fromSequenceNumber: Long.fromNumber(3) }
    expect(bodies(await receiver.peekMessages(2, from))).toEqual([2, 3])
    const headed = await receiver.peekMessages(2, { ...from, omitMessageBody: true } as typeof from)
    expect(headed.map(({ subject, body }) => [subject, String(body)])).toEqual([
      ['s2', ''],
      ['s3', ''],
    ])
  })

  test('returns nothing for an empty dead-letter queue', async () => {
    await using setup = await BrokerSetup.open()
    expect(await setup.client().createReceiver(deadLetters).peekMessages(5)).toEqual([])
  })

  test('returns large messages in more pages', async () => {
    await using setup = await BrokerSetup.open()
    const { sender, receiver } = setup.pair()
    for (let n = 0; n < 6; n++) await sender.sendMessages({ body: `${n}`.repeat(250_000) })
    const seen: unknown[] = []
    let pages = 0
    for (let page = await receiver.peekMessages(6); page.length > 0; page = await receiver.peekMessages(6)) {
      seen.push(...bodies(page).map((body) => String(body).slice(0, 1)))
      pages++
    }
    expect([seen.join(''), pages]).toEqual(['012345', 2])
  })
})

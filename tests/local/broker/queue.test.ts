import { array, assert, constantFrom, integer, oneof, property } from 'fast-check'
import { message as amqp } from 'rhea'
import type { Entry } from '../../../local/broker/entry'
import { at, id, peeked, setUp, text } from './queue-setup'

describe('order and numbers', () => {
  test('messages are received in the order they were sent, numbered from 1 without gaps', () => {
    const { queue } = setUp()
    expect(queue.send([text('a'), text('b')])).toEqual([1, 2])
    expect(queue.send([text('c')])).toEqual([3])
    expect([id(queue.receive()), id(queue.receive()), id(queue.receive()), queue.receive()]).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ])
  })

  test('an abandoned message is received before newer ones', () => {
    const { queue } = setUp()
    queue.send([text('a'), text('b'), text('c')])
    const first = queue.receive() as Entry
    queue.receive()
    queue.abandon(first.token)
    expect(id(queue.receive())).toBe('a')
  })

  test('a peek starts at the given number and includes locked messages', () => {
    const { queue } = setUp()
    queue.send(Array.from({ length: 200 }, (_, n) => text(`m${n}`)))
    for (let n = 0; n < 150; n++) queue.complete((queue.receive() as Entry).token)
    queue.receive()
    expect(peeked(queue)).toHaveLength(50)
    expect([...queue.peek(152)].slice(0, 2).map((entry) => entry.sequenceNumber)).toEqual([152, 153])
    expect([...queue.peek(10)].map((entry) => entry.sequenceNumber)[0]).toBe(151)
    expect([...queue.peek(201)]).toEqual([])
  })
})

describe('locks', () => {
  test('a lock expires after LockDuration: the delivery is counted and the token changes', () => {
    const { queue, clock, wakeUps } = setUp()
    queue.send([text('a')])
    const held = queue.receive() as Entry
    const token = held.token
    clock.advance(59_999)
    expect(queue.counts).toEqual({ active: 0, locked: 1, scheduled: 0, deferred: 0 })
    const before = wakeUps()
    clock.advance(1)
    expect(wakeUps()).toBe(before + 1)
    const again = queue.receive() as Entry
    expect([again.deliveryCount, again.token === token]).toEqual([1, false])
    expect(() => queue.complete(token)).toThrow('The lock supplied is invalid')
  })

  test('a renewed lock lasts from the renewal on, and an expired one cannot be renewed', () => {
    const { queue, clock } = setUp()
    queue.send([text('a')])
    const { token } = queue.receive() as Entry
    clock.advance(40_000)
    expect(queue.renew([token])).toBe(clock.now() + 60_000)
    clock.advance(59_999)
    queue.renew([token])
    clock.advance(60_000)
    expect(() => queue.renew([token])).toThrow('The lock supplied is invalid')
  })

  test('renewing several locks is all or nothing', () => {
    const { queue, clock } = setUp()
    queue.send([text('a')])
    const { token } = queue.receive() as Entry
    clock.advance(30_000)
    expect(() => queue.renew([token, 'f'.repeat(32)])).toThrow('The lock supplied is invalid')
    clock.advance(30_000)
    expect(queue.counts.locked).toBe(0)
  })

  test('a release does not count the delivery', () => {
    const { queue } = setUp()
    queue.send([text('a')])
    queue.release((queue.receive() as Entry).token)
    expect(queue.receive()?.deliveryCount).toBe(0)
  })

  test('a lock expires in time even if the timer is late', () => {
    const { queue, clock } = setUp()
    queue.send([text('a')])
    const { token } = queue.receive() as Entry
    const late = clock.now() + 60_000
    clock.now = () => late // moves the clock without firing a timer
    expect(() => queue.complete(token)).toThrow('The lock supplied is invalid')
  })
})

describe('dead letters', () => {
  test('after MaxDeliveryCount abandoned or expired deliveries a message is dead-lettered', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a')])
    queue.abandon((queue.receive() as Entry).token)
    queue.receive()
    clock.advance(60_000)
    const third = queue.receive() as Entry
    expect(third.deliveryCount).toBe(2)
    queue.abandon(third.token)
    expect(queue.counts).toEqual({ active: 0, locked: 0, scheduled: 0, deferred: 0 })
    const deadLetter = dead.receive() as Entry
    expect([deadLetter.sequenceNumber, deadLetter.enqueuedSequenceNumber, deadLetter.deliveryCount]).toEqual([1, 1, 3])
    expect(amqp.decode(deadLetter.message.applicationProperties).application_properties).toEqual({
      DeadLetterReason: 'MaxDeliveryCountExceeded',
      DeadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
    })
  })

  test('age, deliveries and dead-lettering move nothing out of the dead-letter queue', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a')])
    queue.deadLetter((queue.receive() as Entry).token, new Map())
    for (let n = 0; n < 20; n++) dead.abandon((dead.receive() as Entry).token)
    dead.receive()
    clock.advance(60_000) // a lost lock changes it as little as abandoning does
    clock.advance(30 * 24 * 3_600_000)
    const entry = dead.receive() as Entry
    expect(entry.deliveryCount).toBe(0)
    expect(() => dead.deadLetter(entry.token, new Map())).toThrow('cannot be dead-lettered again')
    expect(dead.counts.locked).toBe(1)
  })
})

describe('time to live', () => {
  test.each([
    ['the queue', undefined, 3_600_000],
    ['the message', 1000, 1000],
    ['the queue, when the message asks for more', 4_000_000, 3_600_000],
  ])('is that of %s', (_, ttl, lives) => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a', ttl ? { ttl } : {})])
    clock.advance(lives - 1)
    expect(queue.counts.active).toBe(1)
    clock.advance(1)
    expect([queue.counts.active, dead.counts.active]).toEqual([0, 1])
    const properties = amqp.decode((dead.take() as Entry).message.applicationProperties).application_properties
    expect(properties?.DeadLetterReason).toBe('TTLExpiredException')
  })

  test('an expired message is removed when expiry does not dead-letter', () => {
    const { queue, dead, clock } = setUp({ deadLetterOnExpiration: false })
    queue.send([text('a')])
    clock.advance(3_600_000)
    expect([peeked(queue), peeked(dead)]).toEqual([[], []])
  })

  test('a locked message does not expire until it is abandoned', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a', { ttl: 1000 })])
    const { token } = queue.receive() as Entry
    clock.advance(30_000)
    expect(dead.counts.active).toBe(0)
    queue.abandon(token)
    expect(queue.receive()).toBeUndefined()
    expect(dead.counts.active).toBe(1)
  })

  test('the time to live of a scheduled message starts at its time', () => {
    const { queue, clock } = setUp()
    queue.send([text('a', { ttl: 1000, ...at(clock.now() + 5000) })])
    clock.advance(5999)
    expect(queue.counts.active).toBe(1)
    clock.advance(1)
    expect(queue.counts.active).toBe(0)
  })
})

describe('scheduling', () => {
  test('a scheduled message waits for its time, then gets a new number at the end', () => {
    const { queue, clock } = setUp()
    expect(queue.schedule([text('later', at(clock.now() + 5000))])).toEqual([1])
    queue.send([text('now')])
    expect(queue.counts).toEqual({ active: 1, locked: 0, scheduled: 1, deferred: 0 })
    clock.advance(4999)
    expect(peeked(queue)).toEqual([
      [1, 'later'],
      [2, 'now'],
    ])
    clock.advance(1)
    expect(peeked(queue)).toEqual([
      [2, 'now'],
      [3, 'later'],
    ])
    expect(() => queue.cancel([1])).toThrow('no scheduled message with sequence number 1')
  })

  test('messages scheduled for the same time keep their order', () => {
    const { queue, clock } = setUp()
    const names = Array.from({ length: 50 }, (_, n) => `m${n}`)
    queue.schedule(names.map((name) => text(name, at(clock.now() + 1000))))
    clock.advance(1000)
    expect(peeked(queue).map(([, name]) => name)).toEqual(names)
  })

  test('cancelling is all or nothing', () => {
    const { queue, clock } = setUp()
    const numbers = queue.schedule([text('a', at(clock.now() + 1000)), text('b', at(clock.now() + 1000))])
    expect(() => queue.cancel([...numbers, 9])).toThrow('sequence number 9')
    expect(queue.counts.scheduled).toBe(2)
    queue.cancel(numbers)
    clock.advance(1000)
    expect(peeked(queue)).toEqual([])
  })

  test('a message scheduled for the past is active at once', () => {
    const { queue, clock } = setUp()
    queue.send([text('a', at(clock.now() - 1))])
    queue.schedule([text('b', at(clock.now() - 1))])
    expect(queue.counts).toEqual({ active: 2, locked: 0, scheduled: 0, deferred: 0 })
  })
})

test('a full queue rejects messages until there is space', () => {
  const { queue } = setUp()
  const large = text('x'.repeat(1024 * 1024))
  for (let n = 0; n < 49; n++) queue.send([large])
  expect(() => queue.send(Array.from({ length: 52 }, () => large))).toThrow('maximum entity size')
  expect(queue.counts.active).toBe(49)
  while (queue.take());
  expect(queue.send(Array.from({ length: 49 }, () => large))).toHaveLength(49)
})

test('a closed queue has no timer left', () => {
  const { queue, clock, wakeUps } = setUp()
  queue.send([text('a', at(clock.now() + 1000))])
  queue.close()
  clock.advance(5000)
  expect(wakeUps()).toBe(0)
})

test('no sequence of operations loses or duplicates a message', () => {
  const step = oneof(
    constantFrom(
      'send',
      'schedule',
      'receive',
      'complete',
      'abandon',
      'release',
      'deadLetter',
      'renew',
      'take',
      'defer',
    ),
    integer({ min: 1, max: 4_000_000 }),
  )
  assert(
    property(array(step, { maxLength: 120 }), (steps) => {
      const { queue, dead, clock } = setUp()
      const held: string[] = []
      let [sent, gone] = [0, 0]
      for (const step of steps) {
        if (typeof step === 'number') clock.advance(step)
        else if (step === 'send') queue.send([text(`m${sent++}`)])
        else if (step === 'schedule') queue.send([text(`m${sent++}`, at(clock.now() + 90_000))])
        else if (step === 'take') gone += queue.take() ? 1 : 0
        else if (step === 'receive') held.push(queue.receive()?.token ?? '')
        else {
          const token = held.pop() ?? ''
          try {
            if (step === 'complete') {
              queue.complete(token)
              gone++
            } else if (step === 'abandon') queue.abandon(token)
            else if (step === 'defer') queue.defer(token)
            else if (step === 'release') queue.release(token)
            else if (step === 'deadLetter') queue.deadLetter(token, new Map())
            else held.push((queue.renew([token]), token))
          } catch (error) {
            if (!(error as Error).message.includes('The lock supplied is invalid')) throw error
          }
        }
        const { active, locked, scheduled, deferred } = queue.counts
        const all = [...queue.peek(0), ...dead.peek(0)]
        expect(active + locked + scheduled + deferred + dead.counts.active).toBe(sent - gone)
        expect(new Set(all.map(id)).size).toBe(sent - gone)
        expect(all.filter((entry) => entry.deliveryCount > 3)).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
})

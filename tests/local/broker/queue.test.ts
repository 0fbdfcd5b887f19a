import { array, assert, constantFrom, integer, oneof, property } from 'fast-check'
import { message as amqp } from 'rhea'
import { type Message, parseMessage } from '../../../local/broker/message'
import { type Entry, Queue } from '../../../local/broker/queue'
import { ManualClock } from '../../../local/clock'

const settings = {
  name: 'q',
  lockDuration: 60_000,
  maxDeliveryCount: 3,
  timeToLive: 3_600_000,
  deadLetterOnExpiration: true,
}

function setUp(changes: Partial<typeof settings> = {}) {
  const clock = new ManualClock()
  let woken = 0
  const dead = new Queue({ ...settings, ...changes }, clock, () => {})
  const queue = new Queue({ ...settings, ...changes }, clock, () => woken++, dead)
  return { clock, queue, dead, woken: () => woken }
}

function text(body: string, more: object = {}): Message {
  return parseMessage(amqp.encode({ body, message_id: body, ...more }))
}

function at(time: number): object {
  return { message_annotations: { 'x-opt-scheduled-enqueue-time': new Date(time) } }
}

function id(entry: Entry | undefined): unknown {
  return entry?.message.properties[0]?.value
}

function peeked(queue: Queue): [number, unknown][] {
  return [...queue.peek(0)].map((entry) => [entry.sequenceNumber, id(entry)])
}

describe('order and numbers', () => {
  test('messages come in the order they were sent, numbered from 1 without gaps', () => {
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

  test('a message given back comes before younger ones', () => {
    const { queue } = setUp()
    queue.send([text('a'), text('b'), text('c')])
    const first = queue.receive() as Entry
    queue.receive()
    queue.abandon(first.token)
    expect(id(queue.receive())).toBe('a')
  })

  test('a peek starts at the number asked for and sees locked messages', () => {
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
  test('a lock ends by itself after LockDuration: one delivery older, with another token', () => {
    const { queue, clock, woken } = setUp()
    queue.send([text('a')])
    const held = queue.receive() as Entry
    const token = held.token
    clock.advance(59_999)
    expect(queue.counts).toEqual({ active: 0, locked: 1, scheduled: 0 })
    const before = woken()
    clock.advance(1)
    expect(woken()).toBe(before + 1)
    const again = queue.receive() as Entry
    expect([again.deliveryCount, again.token === token]).toEqual([1, false])
    expect(() => queue.complete(token)).toThrow('The lock supplied is invalid')
  })

  test('a renewed lock counts from the renewal, and cannot be renewed once it is lost', () => {
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

  test('a released message has not aged', () => {
    const { queue } = setUp()
    queue.send([text('a')])
    queue.release((queue.receive() as Entry).token)
    expect(queue.receive()?.deliveryCount).toBe(0)
  })

  test('the lock is lost on time even if the timer is late', () => {
    const { queue, clock } = setUp()
    queue.send([text('a')])
    const { token } = queue.receive() as Entry
    const late = clock.now() + 60_000
    clock.now = () => late // moved without firing a timer
    expect(() => queue.complete(token)).toThrow('The lock supplied is invalid')
  })
})

describe('dead letters', () => {
  test('MaxDeliveryCount deliveries end in the dead-letter queue, whether given back or timed out', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a')])
    queue.abandon((queue.receive() as Entry).token)
    queue.receive()
    clock.advance(60_000)
    const third = queue.receive() as Entry
    expect(third.deliveryCount).toBe(2)
    queue.abandon(third.token)
    expect(queue.counts).toEqual({ active: 0, locked: 0, scheduled: 0 })
    const buried = dead.receive() as Entry
    expect([buried.sequenceNumber, buried.enqueuedSequenceNumber, buried.deliveryCount]).toEqual([1, 1, 3])
    expect(amqp.decode(buried.message.applicationProperties).application_properties).toEqual({
      DeadLetterReason: 'MaxDeliveryCountExceeded',
      DeadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
    })
  })

  test('nothing leaves the dead-letter queue by age, deliveries or dead-lettering', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a')])
    queue.deadLetter((queue.receive() as Entry).token, new Map())
    for (let n = 0; n < 20; n++) dead.abandon((dead.receive() as Entry).token)
    clock.advance(30 * 24 * 3_600_000)
    const entry = dead.receive() as Entry
    expect(entry.deliveryCount).toBe(20)
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

  test('an expired message is dropped where expiry does not dead-letter', () => {
    const { queue, dead, clock } = setUp({ deadLetterOnExpiration: false })
    queue.send([text('a')])
    clock.advance(3_600_000)
    expect([peeked(queue), peeked(dead)]).toEqual([[], []])
  })

  test('a locked message does not expire until it is given back', () => {
    const { queue, dead, clock } = setUp()
    queue.send([text('a', { ttl: 1000 })])
    const { token } = queue.receive() as Entry
    clock.advance(30_000)
    expect(dead.counts.active).toBe(0)
    queue.abandon(token)
    expect(queue.receive()).toBeUndefined()
    expect(dead.counts.active).toBe(1)
  })

  test('a scheduled message lives from its time on', () => {
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
    expect(queue.counts).toEqual({ active: 1, locked: 0, scheduled: 1 })
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

  test('messages of one moment keep the order in which they were scheduled', () => {
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

  test('a time that has passed is now', () => {
    const { queue, clock } = setUp()
    queue.send([text('a', at(clock.now() - 1))])
    queue.schedule([text('b', at(clock.now() - 1))])
    expect(queue.counts).toEqual({ active: 2, locked: 0, scheduled: 0 })
  })
})

test('a full queue takes nothing, and takes again once there is room', () => {
  const { queue } = setUp()
  const large = text('x'.repeat(1024 * 1024))
  for (let n = 0; n < 49; n++) queue.send([large])
  expect(() => queue.send(Array.from({ length: 52 }, () => large))).toThrow('maximum entity size')
  expect(queue.counts.active).toBe(49)
  while (queue.take());
  expect(queue.send(Array.from({ length: 49 }, () => large))).toHaveLength(49)
})

test('a closed queue has no timer left', () => {
  const { queue, clock, woken } = setUp()
  queue.send([text('a', at(clock.now() + 1000))])
  queue.close()
  clock.advance(5000)
  expect(woken()).toBe(0)
})

test('no order of operations loses a message or doubles one', () => {
  const step = oneof(
    constantFrom('send', 'schedule', 'receive', 'complete', 'abandon', 'release', 'bury', 'renew', 'take'),
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
            else if (step === 'release') queue.release(token)
            else if (step === 'bury') queue.deadLetter(token, new Map())
            else held.push((queue.renew([token]), token))
          } catch (error) {
            if (!(error as Error).message.includes('The lock supplied is invalid')) throw error
          }
        }
        const { active, locked, scheduled } = queue.counts
        const all = [...queue.peek(0), ...dead.peek(0)]
        expect(active + locked + scheduled + dead.counts.active).toBe(sent - gone)
        expect(new Set(all.map(id)).size).toBe(sent - gone)
        expect(all.filter((entry) => entry.deliveryCount > 3)).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
})

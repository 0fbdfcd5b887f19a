import type { Entry } from '../../../local/broker/entry'
import { id, peeked, setUp, type settings, text } from './queue-setup'

describe('deferral', () => {
  function deferred(changes: Partial<typeof settings> = {}) {
    const setup = setUp(changes)
    setup.queue.send([text('a', { ttl: 600_000 }), text('b')])
    setup.queue.defer((setup.queue.receive() as Entry).token)
    return setup
  }

  test('a deferred message is received by its number alone, and stays deferred when its lock ends', () => {
    const { queue, clock } = deferred({ maxDeliveryCount: 9 })
    expect(id(queue.receive())).toBe('b')
    expect(queue.receive()).toBeUndefined()
    expect(queue.counts).toEqual({ active: 0, locked: 1, scheduled: 0, deferred: 1 })
    queue.abandon((queue.receiveDeferred([1])[0] as Entry).token)
    queue.receiveDeferred([1])
    expect(() => queue.receiveDeferred([1])).toThrow('Failed to lock one or more')
    clock.advance(60_000)
    expect(queue.counts).toEqual({ active: 1, locked: 0, scheduled: 0, deferred: 1 })
    const entry = queue.receiveDeferred([1])[0] as Entry
    expect(entry.deliveryCount).toBe(3)
    queue.complete(entry.token)
    expect(peeked(queue)).toEqual([[2, 'b']])
  })

  test('deferring counts as a delivery, and after too many it dead-letters', () => {
    const { queue, dead } = deferred({ maxDeliveryCount: 1 })
    expect([queue.counts.deferred, dead.counts.active]).toEqual([0, 1])
  })

  test('receiving is all or nothing', () => {
    const { queue } = deferred()
    for (const numbers of [[1, 2], [3]]) expect(() => queue.receiveDeferred(numbers)).toThrow('Failed to lock')
    expect(() => queue.takeDeferred([1, 2])).toThrow('Failed to lock')
    expect(queue.counts.deferred).toBe(1)
    expect(queue.takeDeferred([1]).map(id)).toEqual(['a'])
    expect(queue.counts).toEqual({ active: 1, locked: 0, scheduled: 0, deferred: 0 })
  })

  test('a deferred message that has expired is dead-lettered when somebody asks for it', () => {
    const { queue, dead, clock } = deferred()
    clock.advance(600_000)
    expect([queue.counts.deferred, dead.counts.active]).toEqual([1, 0])
    expect(() => queue.receiveDeferred([1])).toThrow('Failed to lock')
    expect([queue.counts.deferred, dead.counts.active]).toEqual([0, 1])
  })
})

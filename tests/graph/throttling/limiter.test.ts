import * as fc from 'fast-check'
import { expectManyListeners } from '../../../src/graph/transport/abort'
import { createLimiter, type Pace } from '../../../src/graph/throttling/limiter'
import { manualClock } from '../support/clock'

const { signal } = new AbortController()
expectManyListeners(signal)
const wide: Pace = { ratePerSecond: 40, inFlight: 1_000 }

function limiter(pace: () => Pace, burst = 20) {
  const clock = manualClock()
  return { clock, ...createLimiter({ clock, burst, pace }) }
}

test('requests start as one burst and then at the rate, in the order of arrival', async () => {
  const { acquire, clock } = limiter(() => wide)
  const order: number[] = []
  const starts: number[] = []
  for (let i = 0; i < 60; i++)
    void acquire(1, signal).then(() => {
      order.push(i)
      starts.push(clock.now() - 1_000_000)
    })

  await clock.advance(0)
  expect(order).toHaveLength(20)
  await clock.advance(500)
  expect(order).toHaveLength(40)
  await clock.advance(500)
  expect(order).toEqual(Array.from({ length: 60 }, (_, i) => i))
  expect(starts.at(-1)).toBe(1_000)
})

test('the number of running requests is limited, and releasing twice frees one place', async () => {
  const { acquire, clock } = limiter(() => ({ ratePerSecond: 1_000, inFlight: 3 }))
  const releases: (() => void)[] = []
  for (let i = 0; i < 10; i++) void acquire(1, signal).then((release) => releases.push(release))

  await clock.advance(1_000)
  expect(releases).toHaveLength(3)
  releases[0]?.()
  releases[0]?.()
  await clock.advance(1_000)
  expect(releases).toHaveLength(4)
})

test('a full batch costs as much as its requests, and no later request overtakes it', async () => {
  const { acquire, clock } = limiter(() => wide)
  const order: string[] = []
  const note = (name: string) => () => order.push(name)
  void acquire(1, signal).then(note('one'))
  void acquire(20, signal).then(note('batch'))
  void acquire(1, signal).then(note('late'))

  await clock.advance(24)
  expect(order).toEqual(['one'])
  await clock.advance(1)
  expect(order).toEqual(['one', 'batch'])
  await clock.advance(25)
  expect(order).toEqual(['one', 'batch', 'late'])
})

test('a rate that is halved takes effect at once', async () => {
  let pace = wide
  const { acquire, clock } = limiter(() => pace)
  let started = 0
  for (let i = 0; i < 100; i++) void acquire(1, signal).then(() => started++)

  await clock.advance(1_000)
  expect(started).toBe(60)
  pace = { ...wide, ratePerSecond: 20 }
  await clock.advance(1_000)
  expect(started).toBe(80)
})

test('a request that stops waiting leaves the queue, and no timer remains', async () => {
  const { acquire, clock } = limiter(() => ({ ratePerSecond: 1, inFlight: 10 }), 1)
  const stop = new AbortController()
  await acquire(1, signal)
  const stopped = acquire(1, stop.signal)
  const next = acquire(1, signal)
  await clock.advance(0)
  expect(clock.sleeping()).toBe(1)

  stop.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  await clock.advance(1_000)
  await next
  expect(clock.sleeping()).toBe(0)
  await expect(acquire(1, stop.signal)).rejects.toThrow('stopped')
})

test('after draining there is no burst', async () => {
  const { acquire, drain, clock } = limiter(() => wide)
  let started = 0
  await clock.advance(10_000)
  drain()
  for (let i = 0; i < 40; i++) void acquire(1, signal).then(() => started++)

  await clock.advance(24)
  expect(started).toBe(0)
  await clock.advance(976)
  expect(started).toBe(40)
})

test('in any second at most the rate plus one burst starts, whatever arrives', async () => {
  const arrivals = fc.array(fc.record({ after: fc.nat(400), units: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(arrivals, async (list) => {
      const { acquire, clock } = limiter(() => wide)
      const starts: { at: number; units: number }[] = []
      for (const { after, units } of list) {
        void acquire(units, signal).then(() => starts.push({ at: clock.now(), units }))
        await clock.advance(after)
      }
      await clock.advance(60_000)
      expect(starts).toHaveLength(list.length)
      for (const { at } of starts) {
        const second = starts.filter((s) => s.at >= at && s.at < at + 1_000)
        expect(second.reduce((sum, s) => sum + s.units, 0)).toBeLessThanOrEqual(60)
      }
    }),
    { numRuns: 25 },
  )
})

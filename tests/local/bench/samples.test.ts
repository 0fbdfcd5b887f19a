import { type Sample, trends } from '../../../local/bench/soak/samples'

/** A sample a minute. */
const sample = (minute: number, memoryMb: number): Sample => ({
  at: minute * 60_000,
  memoryMb,
  handles: 40,
  connections: 8,
})

test('the slopes are those of the samples after the last kill, without the first', () => {
  const before = [sample(0, 500), sample(1, 600)]
  const after = [sample(3, 50), sample(4, 100), sample(5, 101), sample(6, 102)]
  const { memoryMb, handles, samples, minutes } = trends([...before, ...after], 2 * 60_000)
  expect({ samples, minutes }).toEqual({ samples: 3, minutes: 2 })
  expect(memoryMb).toEqual({ first: 100, last: 102, most: 102, slopePerHour: 60, lateSlopePerHour: 60 })
  expect(handles).toMatchObject({ first: 40, last: 40, slopePerHour: 0 })
})

test('what a worker needs to warm up is in the slope, not in the late one', () => {
  const values = [1, 80, 90, 100, 100, 100, 100]
  const { memoryMb } = trends(
    values.map((value, minute) => sample(minute, value)),
    0,
  )
  expect(memoryMb.slopePerHour).toBeGreaterThan(100)
  expect(memoryMb).toMatchObject({ most: 100, lateSlopePerHour: 0 })
})

test('without samples nothing is known and nothing grows', () => {
  expect(trends([sample(1, 5)], 2 * 60_000).memoryMb).toEqual({
    first: null,
    last: null,
    most: null,
    slopePerHour: 0,
    lateSlopePerHour: 0,
  })
})

import { graphLimits } from '../../../src/graph/limits'
import { backoff, parseRetryAfter } from '../../../src/graph/throttling/retry-after'
import { manualClock } from '../support/clock'

const now = Date.parse('2026-03-01T12:00:00Z')

test.each([
  ['17', 17_000],
  ['0', 0],
  ['-5', 0],
  ['1.5', 1_500],
  ['Sun, 01 Mar 2026 12:01:30 GMT', 90_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
  ['Infinity', undefined],
])('Retry-After %s', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected)
})

test.each([
  '1000000000',
  '1e300',
  '9'.repeat(400),
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Infinity',
  '-Infinity',
  '-1e9',
  'NaN',
])('point 12: Retry-After %s gives no wait longer than an hour', (header) => {
  const wait = parseRetryAfter(header, now)
  expect(wait === undefined || (wait >= 0 && wait <= 3_600_000)).toBe(true)
})

test('the backoff grows up to its limit, and its upper half is random', () => {
  const at = (random: number) =>
    [1, 2, 3, 20].map((n) => backoff(n, graphLimits, { ...manualClock(), random: () => random }))
  expect(at(0)).toEqual([500, 1_000, 2_000, 15_000])
  expect(at(0.999_999)).toEqual([1_000, 2_000, 4_000, 30_000])
})

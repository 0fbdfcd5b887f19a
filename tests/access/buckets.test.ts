import { randomUUID } from 'node:crypto'
import { createBuckets } from '../../src/access/buckets'
import type { AppError } from '../../src/shared/errors'
import { callerNamed } from '../support/callers'
import { createTestClock } from '../support/harness'

const operator = callerNamed('operator')

/** Sends requests until one is refused, at most a thousand. Returns how many were let in. */
function letIn(count: ReturnType<typeof createBuckets>, caller = operator): number {
  for (let n = 0; n < 1_000; n++)
    try {
      count(caller)
    } catch (error) {
      if ((error as AppError).code === 'request.too_many') return n
      throw error
    }
  return 1_000
}

test('a caller may send his burst at once, and then so many a second', async () => {
  const clock = createTestClock()
  const count = createBuckets(clock, { perSecond: 10, burst: 40 })
  expect(letIn(count)).toBe(40)
  expect(letIn(count)).toBe(0)
  await clock.sleep(500)
  expect(letIn(count)).toBe(5)
  await clock.sleep(3_600_000)
  expect(letIn(count)).toBe(40)
})

test('each caller has his own, and a service one for each person that it acts for', () => {
  const count = createBuckets(createTestClock(), { perSecond: 1, burst: 3 })
  expect(letIn(count)).toBe(3)
  for (const other of [
    callerNamed('owner'),
    callerNamed('actas'),
    callerNamed('actas', operator),
    callerNamed('actas', callerNamed('reader')),
  ])
    expect(letIn(count, other)).toBe(3)
})

test('callers beyond the limit are forgotten, who was not seen for longest first', () => {
  const count = createBuckets(createTestClock(), { perSecond: 1, burst: 2, callers: 2 })
  expect(letIn(count, operator)).toBe(2)
  expect(letIn(count, callerNamed('owner'))).toBe(2)
  expect(letIn(count, callerNamed('reader'))).toBe(2)
  expect(letIn(count, callerNamed('owner'))).toBe(0)
  expect(letIn(count, operator)).toBe(2)
})

test('a service that names another person each time is stopped at ten times a caller’s share', () => {
  const count = createBuckets(createTestClock(), { perSecond: 1, burst: 3 })
  let sent = 0
  const flood = () => {
    for (; sent < 1_000; sent++) count(callerNamed('actas', { tid: operator.tid, oid: randomUUID() }))
  }
  expect(flood).toThrow(expect.objectContaining({ code: 'request.too_many' }))
  expect(sent).toBe(30)
})

test('a person who floods through a service takes nothing of the others behind it', () => {
  const count = createBuckets(createTestClock(), { perSecond: 1, burst: 3 })
  for (let n = 0; n < 100; n++) expect(letIn(count, callerNamed('actas', operator))).toBe(n === 0 ? 3 : 0)
  expect(letIn(count, callerNamed('actas', callerNamed('reader')))).toBe(3)
})

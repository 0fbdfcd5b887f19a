import { parseSchedule } from '../../../local/host/schedule'
import { afterRun, checkPastDue, fromStored, toStored } from '../../../local/host/timer-status'

const at = (text: string) => Date.parse(`${text}Z`)
const text = (ms: number) => new Date(ms).toISOString().slice(0, 19)

test.each([
  ['0 * * * * *', '2026-01-01T00:00:00', '2026-01-01T00:01:00'],
  ['*/15 * * * * *', '2026-01-01T00:00:01', '2026-01-01T00:00:15'],
  ['0 30 9 * * Mon-Fri', '2026-01-02T09:30:00', '2026-01-05T09:30:00'],
  ['0 0 0 13 * 5', '2026-01-01T00:00:00', '2026-02-13T00:00:00'], // a Friday the 13th: NCRONTAB needs both to match
  ['5 4 * * *', '2026-01-01T04:05:00', '2026-01-02T04:05:00'],
  ['0 0 0 29 2 *', '2026-01-01T00:00:00', '2028-02-29T00:00:00'],
])('%s after %s is %s', (expression, from, next) => {
  expect(text(parseSchedule(expression).next(at(from)))).toBe(next)
})

test('a schedule uses the time zone', () => {
  expect(text(parseSchedule('0 0 9 * * *', 'Europe/Berlin').next(at('2026-07-01T00:00:00')))).toBe(
    '2026-07-01T07:00:00',
  )
})

test.each(['@daily', '0 0 0 L * *', '0 0 * * * 5#2', '* * * *', '0 99 * * * *', '', '00:05:00', '0 0 ? * * *'])(
  '%s is refused',
  (expression) => expect(() => parseSchedule(expression)).toThrow(/no NCRONTAB expression/),
)

test('only gaps under a minute are frequent', () => {
  expect(parseSchedule('0 * * * * *').frequent).toBe(false)
  expect(parseSchedule('*/30 * * * * *').frequent).toBe(true)
  expect(parseSchedule('0,30 0 * * * *').frequent).toBe(true)
})

describe('the stored status when a timer starts', () => {
  const hourly = parseSchedule('0 0 * * * *')
  const now = at('2026-01-01T10:30:00')

  test('no status: the next occurrence is written at once', () => {
    expect(checkPastDue(undefined, hourly, now)).toEqual({
      status: { last: undefined, next: at('2026-01-01T11:00:00'), lastUpdated: now },
      write: true,
      isPastDue: false,
    })
  })

  test('a future occurrence', () => {
    const status = { last: at('2026-01-01T10:00:00'), next: at('2026-01-01T11:00:00'), lastUpdated: now }
    expect(checkPastDue(status, hourly, now)).toEqual({ status, write: false, isPastDue: false })
  })

  test('a missed occurrence', () => {
    const status = { last: at('2026-01-01T07:00:00'), next: at('2026-01-01T08:00:00'), lastUpdated: now }
    expect(checkPastDue(status, hourly, now)).toMatchObject({ isPastDue: true, write: false })
  })

  test('a missed first occurrence', () => {
    const status = { last: undefined, next: at('2026-01-01T08:00:00'), lastUpdated: at('2026-01-01T07:30:00') }
    expect(checkPastDue(status, hourly, now)).toMatchObject({ isPastDue: true })
  })

  test('a changed schedule is not past due', () => {
    const status = { last: at('2026-01-01T07:30:00'), next: at('2026-01-01T07:35:00'), lastUpdated: now }
    expect(checkPastDue(status, hourly, now)).toEqual({
      status: { last: undefined, next: at('2026-01-01T11:00:00'), lastUpdated: now },
      write: true,
      isPastDue: false,
    })
  })
})

test('after an early run the next occurrence follows its own occurrence, after a late one its start', () => {
  const hourly = parseSchedule('0 0 * * * *')
  const status = { last: undefined, next: at('2026-01-01T11:00:00'), lastUpdated: undefined }
  const early = at('2026-01-01T10:59:59')
  expect(text(afterRun(status, hourly, early, true).next)).toBe('2026-01-01T12:00:00')
  expect(text(afterRun(status, hourly, early, false).next)).toBe('2026-01-01T11:00:00')
  expect(text(afterRun(status, hourly, at('2026-01-01T13:20:00'), true).next)).toBe('2026-01-01T14:00:00')
})

test('the status is stored as the real host does', () => {
  const status = { last: undefined, next: at('2026-01-01T11:00:00'), lastUpdated: at('2026-01-01T10:30:00') }
  const stored = toStored(status)
  expect(stored).toEqual({
    Last: '0001-01-01T00:00:00',
    Next: '2026-01-01T11:00:00.000Z',
    LastUpdated: '2026-01-01T10:30:00.000Z',
  })
  expect(fromStored(stored)).toEqual(status)
  expect(fromStored({ ...stored, Next: '2026-01-01T13:00:00+02:00' })).toEqual(status)
  expect(fromStored({ Last: 1 })).toBeUndefined()
})

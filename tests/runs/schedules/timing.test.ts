import * as fc from 'fast-check'
import { nextTimes, slotsAfter, type Timing } from '../../../src/runs/schedules/timing'

const timing = (changes: Partial<Timing>): Timing => ({
  everyMinutes: null,
  cron: null,
  timeZone: null,
  jitterMinutes: 0,
  anchorAt: new Date('2026-01-01T00:07:00Z'),
  ...changes,
})
const next = (changes: Partial<Timing>, after: string, count = 1) =>
  nextTimes(timing(changes), 'tenant operation', new Date(after), count).map((time) => time.toISOString())

test('every so many minutes, from the anchor on, strictly after the given time', () => {
  expect(next({ everyMinutes: 60 }, '2026-01-01T05:00:00Z', 2)).toEqual(['2026-01-01T05:07:00.000Z', '2026-01-01T06:07:00.000Z']) // prettier-ignore
  expect(next({ everyMinutes: 60 }, '2026-01-01T05:07:00Z')).toEqual(['2026-01-01T06:07:00.000Z'])
})

test('cron in a time zone', () => {
  const cron = { cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin' }
  expect(next(cron, '2026-01-02T12:00:00Z', 2)).toEqual(['2026-01-05T01:30:00.000Z', '2026-01-06T01:30:00.000Z'])
  expect(next({ ...cron, timeZone: 'America/St_Johns' }, '2026-01-02T12:00:00Z')).toEqual(['2026-01-05T06:00:00.000Z'])
})

test.each([
  ['Europe/Berlin', '30 2 * * *', '2026-03-28T12:00:00Z', ['2026-03-29', '2026-03-30', '2026-03-31']],
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00:00Z', ['2026-10-25', '2026-10-26', '2026-10-27']],
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00:00Z', ['2026-10-04', '2026-10-05', '2026-10-06']],
  ['America/New_York', '30 1 * * *', '2026-10-31T12:00:00Z', ['2026-11-01', '2026-11-02', '2026-11-03']],
])('%s, %s: once on each day, also where the clocks change', (timeZone, cron, after, days) => {
  const times = nextTimes(timing({ cron, timeZone }), 'key', new Date(after), 3)
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  expect(times.map((time) => local.format(time))).toEqual(days)
  // one after the other, as a schedule moves on: no slot comes twice
  let at = new Date(after)
  const walked = days.map(() => (at = nextTimes(timing({ cron, timeZone }), 'key', at, 1)[0]!))
  expect(walked).toEqual(times)
})

test('jitter delays a start by less than it says, always alike, and differently for other schedules', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 720 }), fc.string(), (jitterMinutes, key) => {
      const after = new Date('2026-06-01T00:00:00Z')
      const plain = nextTimes(timing({ everyMinutes: 1440 }), key, after, 3)
      const spread = nextTimes(timing({ everyMinutes: 1440, jitterMinutes }), key, after, 3)
      expect(nextTimes(timing({ everyMinutes: 1440, jitterMinutes }), key, after, 3)).toEqual(spread)
      for (const [n, time] of spread.entries()) {
        const late = time.getTime() - plain[n]!.getTime()
        expect(late >= 0 && late < jitterMinutes * 60_000).toBe(true)
      }
    }),
  )
  const starts = Array.from({ length: 500 }, (_, n) => nextTimes(timing({ everyMinutes: 60, jitterMinutes: 60 }), `t${n}`, new Date(0), 1)[0]!.getTime()) // prettier-ignore
  expect(new Set(starts.map((ms) => Math.floor(ms / 60_000) % 60)).size).toBeGreaterThan(50)
})

test('what never comes, and what is no pattern or zone', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  expect(slotsAfter(timing({ cron: '0 0 30 2 *', timeZone: 'UTC' }), now, 1)).toEqual([])
  for (const cron of ['* * *', '* * * * * *', '61 * * * *', 'every day'])
    expect(() => slotsAfter(timing({ cron, timeZone: 'UTC' }), now, 1)).toThrow(/CronPattern|invalid/i)
  expect(() => slotsAfter(timing({ cron: '0 0 * * *', timeZone: 'Mars/Olympus' }), now, 1)).toThrow(/time ?zone/i)
})

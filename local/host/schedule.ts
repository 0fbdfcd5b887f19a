import { Cron } from 'croner'

export interface Schedule {
  /** The first occurrence after `ms`; both are milliseconds since the epoch. Throws when there is none. */
  next(ms: number): number
  /** Some occurrences are less than a minute apart; the real host stores no status for such a timer. */
  frequent: boolean
}

const names = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)$/i

/**
 * Reads an NCRONTAB expression: `{second} {minute} {hour} {day} {month} {day of week}`; the seconds may be left out.
 * Throws for syntax of other crons (`L`, `#`, `@daily`, …), because Azure does not support it.
 */
export function parseSchedule(expression: string, timeZone = 'UTC', user = 'the schedule'): Schedule {
  const fields = expression.trim().split(/\s+/)
  const known = fields.every((field) =>
    field.split(/[,\-/*]/).every((part) => part === '' || /^\d+$/.test(part) || names.test(part)),
  )
  if (!known || fields.length < 5 || fields.length > 6)
    throw new Error(`${user}: "${expression}" is no NCRONTAB expression of six fields`)
  let cron: Cron
  try {
    // in NCRONTAB both day of month and day of week must match; in other crons one is enough
    cron = new Cron(fields.join(' '), { paused: true, timezone: timeZone, domAndDow: true, sloppyRanges: true })
  } catch (error) {
    throw new Error(`${user}: "${expression}" is no NCRONTAB expression: ${(error as Error).message}`, { cause: error })
  }
  const next = (ms: number) => {
    const at = cron.nextRun(new Date(ms))
    if (!at) throw new Error(`${user}: "${expression}" has no next occurrence`)
    return at.getTime()
  }
  return { next, frequent: shortestGap(next) < 60_000 }
}

function shortestGap(next: (ms: number) => number): number {
  const times = [next(0)]
  for (let i = 0; i < 5; i++) times.push(next(times[i] ?? 0))
  return Math.min(...times.slice(1).map((at, i) => at - (times[i] ?? 0)))
}

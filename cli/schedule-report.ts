import type { ScheduleView } from './list-answers'
import { type Column, shortTime } from './list-report'
import type { ConnectionOptions } from './outside'
import { printable, toJson } from './text'

export const scheduleColumns: Column<ScheduleView>[] = [
  { name: 'operation', whole: true, value: ({ operation }) => operation },
  { name: 'everyMinutes', value: ({ everyMinutes }) => everyMinutes },
  { name: 'cron', value: ({ cron }) => cron },
  { name: 'timeZone', value: ({ timeZone }) => timeZone },
  { name: 'jitterMinutes', value: ({ jitterMinutes }) => jitterMinutes },
  { name: 'paused', value: ({ paused }) => paused },
  { name: 'next', whole: true, value: ({ nextTimes }) => nextTimes[0] ?? null, short: shortTime },
  { name: 'heldUntil', value: ({ heldUntil }) => heldUntil, short: shortTime },
  { name: 'input', value: ({ input }) => toJson(input), csvOnly: true },
]

/** Prints what a schedule is now, and when it starts its operation. */
export function tellSchedule(schedule: ScheduleView, { json }: ConnectionOptions): void {
  if (json) return console.log(toJson(schedule))
  const { operation, everyMinutes, cron, timeZone, jitterMinutes, paused, nextTimes, heldUntil } = schedule
  const when = everyMinutes === null ? `${cron ?? 'never'} (${timeZone ?? 'UTC'})` : `every ${everyMinutes} minutes`
  const late = jitterMinutes > 0 ? `, up to ${jitterMinutes} minutes late` : ''
  console.log(printable(`${operation}: ${when}${late}${paused ? ', paused' : ''}`))
  for (const time of nextTimes) console.log(`  next ${printable(time)}`)
  if (heldUntil) console.log(`  held until ${printable(heldUntil)}: the tenant needs an administrator`)
}

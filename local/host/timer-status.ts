import * as z from 'zod'
import type { Schedule } from './schedule'

/** Times in milliseconds since the epoch; `last` is undefined until the timer has run with this schedule. */
export interface ScheduleStatus {
  last: number | undefined
  next: number
  lastUpdated: number | undefined
}

/** .NET's `default(DateTime)`; the real host writes it for "never". */
const never = '0001-01-01T00:00:00'

const stored = z.object({ Last: z.string(), Next: z.string(), LastUpdated: z.string() })
export type StoredStatus = z.output<typeof stored>

/** Converts to the form that the real host stores and passes to the function (`StorageScheduleMonitor.cs`). */
export function toStored({ last, next, lastUpdated }: ScheduleStatus): StoredStatus {
  const text = (at: number | undefined) => (at === undefined ? never : new Date(at).toISOString())
  return { Last: text(last), Next: text(next), LastUpdated: text(lastUpdated) }
}

/** Reads the stored form; undefined for anything else, so that the timer starts as a new one. */
export function fromStored(value: unknown): ScheduleStatus | undefined {
  const parsed = stored.safeParse(value)
  if (!parsed.success) return undefined
  const at = (text: string) => {
    const ms = Date.parse(/(z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`)
    return ms > 0 ? ms : undefined
  }
  const next = at(parsed.data.Next)
  return next === undefined ? undefined : { last: at(parsed.data.Last), next, lastUpdated: at(parsed.data.LastUpdated) }
}

/**
 * Checks the stored status when a timer starts (`ScheduleMonitor.CheckPastDueAsync`). Returns the status to use, whether to
 * write it, and whether an occurrence was missed; after a change of schedule, none was.
 */
export function checkPastDue(
  found: ScheduleStatus | undefined,
  schedule: Schedule,
  now: number,
): { status: ScheduleStatus; write: boolean; isPastDue: boolean } {
  if (!found) {
    const status = { last: undefined, next: schedule.next(now), lastUpdated: now }
    return { status, write: true, isPastDue: false }
  }
  let from = found.last ?? found.lastUpdated ?? now
  let expected = schedule.next(from)
  if (expected === found.next) return { status: found, write: false, isPastDue: now > found.next }
  if (now > expected) {
    from = now
    expected = schedule.next(now)
  }
  return { status: { last: undefined, next: expected, lastUpdated: from }, write: true, isPastDue: false }
}

/**
 * Returns the status after a run that started at `startedAt`. A run that started early uses the time of its occurrence,
 * else the same occurrence would fire twice.
 */
export function afterRun(
  status: ScheduleStatus,
  schedule: Schedule,
  startedAt: number,
  regular: boolean,
): ScheduleStatus {
  const ranAt = regular && status.next > startedAt ? status.next : startedAt
  return { last: ranAt, next: schedule.next(ranAt), lastUpdated: ranAt }
}

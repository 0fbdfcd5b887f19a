import { z } from 'zod'
import type { Schedule } from './schedule'

/** Milliseconds since the epoch; `last` is undefined until the timer has run under this schedule. */
export interface ScheduleStatus {
  last: number | undefined
  next: number
  lastUpdated: number | undefined
}

/** .NET's `default(DateTime)`, with which the real host says "never". */
const never = '0001-01-01T00:00:00'

const stored = z.object({ Last: z.string(), Next: z.string(), LastUpdated: z.string() })
export type StoredStatus = z.output<typeof stored>

/** The status as the real host stores it and hands it to the function (`StorageScheduleMonitor.cs`). */
export function toStored({ last, next, lastUpdated }: ScheduleStatus): StoredStatus {
  const text = (at: number | undefined) => (at === undefined ? never : new Date(at).toISOString())
  return { Last: text(last), Next: text(next), LastUpdated: text(lastUpdated) }
}

/** Undefined for what is no status: then the timer starts afresh, as a new one. */
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
 * What a starting timer finds (`ScheduleMonitor.CheckPastDueAsync`): the status to go on with, whether it must be
 * written, and whether an occurrence was missed. A changed schedule is never past due.
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
 * The status after a run that began at `startedAt`. One that began early counts from its own occurrence: else the same
 * occurrence would fire twice.
 */
export function afterRun(
  status: ScheduleStatus,
  schedule: Schedule,
  startedAt: number,
  regular: boolean,
): ScheduleStatus {
  const counted = regular && status.next > startedAt ? status.next : startedAt
  return { last: counted, next: schedule.next(counted), lastUpdated: counted }
}

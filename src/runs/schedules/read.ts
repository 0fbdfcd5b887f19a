import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { inMs, nowMs, type Rows } from '../../db/sql'
import type { TenantId } from '../../shared/ids'
import { nextTimes, type Timing } from './timing'

/** The columns of a timing, of `schedules s`. */
export const scheduleTiming = sql`s.every_minutes, s.cron, s.time_zone, s.jitter_minutes,
  ${inMs(sql`s.anchor_at`)} as anchor_ms`

/** Converts a row of `scheduleTiming`. */
export function toTiming(row: Rows[number]): Timing {
  return {
    everyMinutes: row.every_minutes === null ? null : Number(row.every_minutes),
    cron: row.cron as string | null,
    timeZone: row.time_zone as string | null,
    jitterMinutes: Number(row.jitter_minutes),
    anchorAt: new Date(Number(row.anchor_ms)),
  }
}

interface Schedule {
  tenantId: TenantId
  operation: string
  timing: Timing
}

const nextStarts = ({ tenantId, operation, timing }: Schedule, after: Date, count: number): Date[] =>
  nextTimes(timing, `${tenantId} ${operation}`, after, count)

/** The start of the next slot after `after`; undefined: there is none. */
export const nextStart = (schedule: Schedule, after: Date): Date | undefined => nextStarts(schedule, after, 1)[0]

/** While the tenant's last ended run needs an administrator, its schedules start one run in so many hours. */
const heldHours = 23

/**
 * SQL over `schedules s`: until when nothing is started for its tenant, because an administrator must act first. Else null. A
 * run that did a part has got in: what it lacks does not keep the rest from being read.
 */
export const heldUntil = sql`(
  select r.finished_at + make_interval(hours => ${sql.raw(String(heldHours))}) from runs r
  where r.tenant_id = s.tenant_id and r.status in ('succeeded', 'partial', 'failed')
    and r.seq = (select max(l.seq) from runs l where l.tenant_id = s.tenant_id and l.status in ('succeeded', 'partial', 'failed'))
    and r.status = 'failed' and r.error->>'category' = 'needs_administrator')`

/** A schedule as answers show it. Times are ISO 8601. */
export interface ScheduleView extends Omit<Timing, 'anchorAt'> {
  operation: string
  paused: boolean
  input: unknown
  /** The next five starts; empty while it is paused, or where they cannot be computed. */
  nextTimes: string[]
  /** Nothing is started before this time, because the last run of the tenant needs an administrator. Else null. */
  heldUntil: string | null
}

interface StoredSchedule {
  timing: Timing
  paused: boolean
  nextAt: Date
  view: ScheduleView
}

const shownTimes = 5

/** Reads the schedule of an operation, perhaps with a lock on it. */
export async function readSchedule(
  tx: Db,
  { tenantId, operation }: Pick<Schedule, 'tenantId' | 'operation'>,
  { lock = false } = {},
): Promise<StoredSchedule | undefined> {
  const rows = await tx.execute(sql`
    select ${columns} from schedules s where s.tenant_id = ${tenantId} and s.operation = ${operation} ${lock ? sql`for update` : sql``}`)
  return rows.map((row) => stored(tenantId, row))[0]
}

/** Lists the schedules of a tenant, by operation. */
export async function listSchedules(tx: Db, tenantId: TenantId): Promise<ScheduleView[]> {
  const rows = await tx.execute(sql`
    select ${columns} from schedules s where s.tenant_id = ${tenantId} order by s.operation`)
  return rows.map((row) => stored(tenantId, row).view)
}

const columns = sql`s.operation, s.input, s.enabled, ${scheduleTiming}, ${inMs(sql`s.next_at`)} as next_ms,
  ${nowMs} as now_ms, ${inMs(heldUntil)} as held_ms`

function stored(tenantId: TenantId, row: Rows[number]): StoredSchedule {
  const timing = toTiming(row)
  const { anchorAt: _anchorAt, ...shown } = timing
  const operation = String(row.operation)
  const now = new Date(Number(row.now_ms))
  const paused = row.enabled !== true
  const nextAt = new Date(Number(row.next_ms))
  const held = row.held_ms === null ? null : new Date(Number(row.held_ms))
  const view = {
    operation,
    ...shown,
    paused,
    input: row.input,
    nextTimes: paused ? [] : shownTimesOf({ tenantId, operation, timing }, nextAt, now),
    heldUntil: held && held > now ? held.toISOString() : null,
  }
  return { timing, paused, nextAt, view }
}

/** None where they cannot be computed: somebody has written the row, and it shall be shown and replaced like any other. */
function shownTimesOf(schedule: Schedule, nextAt: Date, now: Date): string[] {
  try {
    // the first may be due already, or its slot may be over while its jitter is not
    const later = nextStarts(schedule, now, shownTimes).filter((time) => time > nextAt)
    return [nextAt, ...later].slice(0, shownTimes).map((time) => time.toISOString())
  } catch {
    return []
  }
}

import { sql } from 'drizzle-orm'
import { type AuditActor, recordAudit } from '../../audit/record'
import type { Db } from '../../db/database'
import { nowMs } from '../../db/sql'
import { AppError } from '../../shared/errors'
import type { TenantId } from '../../shared/ids'
import { nextStart, readSchedule, type ScheduleView } from './read'
import { slotsAfter, type Timing } from './timing'

/** Whose schedule it is: a tenant has at most one for each operation. */
export interface ScheduleKey {
  workspaceId: string
  tenantId: TenantId
  operation: string
}

/** What a schedule shall be. */
export interface NewSchedule extends Omit<Timing, 'anchorAt'> {
  paused: boolean
  input: unknown
}

/**
 * Makes the schedule of an operation, or replaces the one that there is. A new timing, and one that is no longer paused, start with
 * the next slot after now. Throws `schedule.invalid`.
 */
export async function setSchedule(
  tx: Db,
  key: ScheduleKey,
  { paused, input, ...timing }: NewSchedule,
  by: AuditActor,
): Promise<ScheduleView> {
  const { workspaceId, tenantId, operation } = key
  const [clock] = await tx.execute(sql`select ${nowMs} as now`)
  const now = new Date(Number(clock!.now))
  requireSlots({ ...timing, anchorAt: now }, now)
  const before = await readSchedule(tx, key, { lock: true })
  const keeps = before !== undefined && isSame(before.timing, timing) && hasTimes(before)
  const anchorAt = keeps ? before.timing.anchorAt : now
  const nextAt = keeps && !before.paused ? before.nextAt : nextStart({ ...key, timing: { ...timing, anchorAt } }, now)
  await tx.execute(sql`
    insert into schedules (tenant_id, operation, input, every_minutes, cron, time_zone, jitter_minutes, anchor_at, next_at, enabled)
    values (${tenantId}, ${operation}, ${JSON.stringify(input)}::jsonb, ${timing.everyMinutes}::int, ${timing.cron}, ${timing.timeZone},
      ${timing.jitterMinutes}::int, ${anchorAt.toISOString()}::timestamptz, ${nextAt!.toISOString()}::timestamptz, ${!paused})
    on conflict (tenant_id, operation) do update set input = excluded.input, every_minutes = excluded.every_minutes,
      cron = excluded.cron, time_zone = excluded.time_zone, jitter_minutes = excluded.jitter_minutes,
      anchor_at = excluded.anchor_at, next_at = excluded.next_at, enabled = excluded.enabled`)
  const data = { operation, ...timing, paused }
  await recordAudit(tx, { workspaceId, tenantId, ...by, action: 'schedule.set', data })
  return (await readSchedule(tx, key))!.view
}

/** Takes the schedule of an operation away. Throws `schedule.unknown`. */
export async function removeSchedule(tx: Db, key: ScheduleKey, by: AuditActor): Promise<void> {
  const { workspaceId, tenantId, operation } = key
  const removed = await tx.execute(sql`
    delete from schedules where tenant_id = ${tenantId} and operation = ${operation} returning 1`)
  if (removed.length === 0) throw new AppError('schedule.unknown')
  await recordAudit(tx, { workspaceId, tenantId, ...by, action: 'schedule.removed', data: { operation } })
}

/** So many slots are looked at for the shortest time between two. */
const slotsLookedAt = 50

/** Throws where there is no slot, and where a start could be later than the next slot. */
function requireSlots(timing: Timing, now: Date): void {
  const slots = slotsOf(timing, now)
  if (slots.length === 0) throw new AppError('schedule.invalid', { message: 'The schedule has no next time.' })
  const gaps = slots.slice(1).map((slot, n) => slot.getTime() - slots[n]!.getTime())
  if (timing.jitterMinutes * 60_000 >= Math.min(...gaps))
    throw new AppError('schedule.invalid', { message: 'jitterMinutes must be less than the time between two starts.' })
}

function slotsOf(timing: Timing, now: Date): Date[] {
  try {
    return slotsAfter(timing, now, slotsLookedAt)
  } catch (cause) {
    throw new AppError('schedule.invalid', { cause })
  }
}

/** False for a row in which somebody has written `infinity`. */
const hasTimes = ({ timing: { anchorAt }, nextAt }: { timing: Timing; nextAt: Date }): boolean =>
  Number.isFinite(anchorAt.getTime()) && Number.isFinite(nextAt.getTime())

function isSame(before: Timing, { everyMinutes, cron, timeZone, jitterMinutes }: Omit<Timing, 'anchorAt'>): boolean {
  return (
    before.everyMinutes === everyMinutes &&
    before.cron === cron &&
    before.timeZone === timeZone &&
    before.jitterMinutes === jitterMinutes
  )
}

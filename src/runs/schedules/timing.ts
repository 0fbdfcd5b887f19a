import { createHash } from 'node:crypto'
import { Cron } from 'croner'

/** When a schedule starts: every so many minutes, or as `cron` says in a time zone. */
export interface Timing {
  everyMinutes: number | null
  /** Five fields. */
  cron: string | null
  /** A name of IANA, such as `Europe/Berlin`. */
  timeZone: string | null
  /** Each start is late by a part of this, always the same for the same slot. */
  jitterMinutes: number
  /** What `everyMinutes` counts from. */
  anchorAt: Date
}

const minuteMs = 60_000

/**
 * Computes the next `count` starts whose slot is after `after`. `key` names the schedule: its starts are spread by it. Fewer are
 * returned when there are no more. A slot that daylight saving time skips is moved behind the gap, one that it repeats comes once.
 */
export function nextTimes(timing: Timing, key: string, after: Date, count: number): Date[] {
  return slotsAfter(timing, after, count).map((slot) => new Date(slot.getTime() + jitterMs(timing, key, slot)))
}

/** The next `count` slots after `after`. Throws where the text is no cron pattern or the zone is unknown. */
export function slotsAfter({ everyMinutes, cron, timeZone, anchorAt }: Timing, after: Date, count: number): Date[] {
  if (cron !== null) return new Cron(cron, { timezone: timeZone ?? 'UTC', mode: '5-part' }).nextRuns(count, after)
  const every = everyMinutes! * minuteMs
  const passed = Math.floor((after.getTime() - anchorAt.getTime()) / every)
  return Array.from({ length: count }, (_, n) => new Date(anchorAt.getTime() + (passed + 1 + n) * every))
}

/** Derived and not drawn, so that every instance and every answer says the same time. */
function jitterMs({ jitterMinutes }: Timing, key: string, slot: Date): number {
  if (jitterMinutes === 0) return 0
  const drawn = createHash('sha256').update(`${key} ${slot.toISOString()}`).digest().readUInt32BE(0) / 2 ** 32
  return Math.floor(drawn * jitterMinutes * minuteMs)
}

import { SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { lanes } from '../../shared/operation-record'
import { RUN_STATUSES } from './types'

/** What each kind of event says beside its run, its time and who did it. New properties must be optional. */
export const runEventData = {
  /** Admitted: the first event of every run with a lane. Its actor asked for the run. */
  queued: z.object({
    lane: z.enum(lanes),
    /** It was asked for while its twin worked. */
    trailing: z.literal(true).optional(),
    /** For whom its actor asked: `tid/oid`. */
    actingFor: z.string().optional(),
    /** A service asked, for nobody. Absent: a person, the schedule, or a version that did not say. */
    byService: z.literal(true).optional(),
  }),
  /** A worker took it: also after a requeue, and from a worker whose lease had expired. */
  started: z.object({ attempt: z.int() }),
  /** Its attempt ended and it goes on later. `code` says why; null: the time slice is over, or the host stops. */
  requeued: z.object({ code: z.string().nullable(), delayMs: z.number(), failures: z.int() }),
  /** Its worker gave no sign of life. An end that follows has its own event. */
  lease_expired: z.object({ next: z.enum(['queued', 'failed', 'cancelled']) }),
  /** The actor asked a running one to stop. */
  cancel_requested: z.object({}),
  /** The last event, unless its message is sent again by hand. The actor cancelled a waiting run. */
  ended: z.object({ status: z.enum(RUN_STATUSES), code: z.string().nullable() }),
  /** Its message was sent by hand after it failed: queued again, with the next attempt number. */
  readmitted: z.object({}),
  /** Its message was sent by hand after it failed, but a newer run of the same identity replaces it. */
  superseded: z.object({}),
} as const

/** What happens to a run. Heartbeats and items are no events. */
export type RunEventKind = keyof typeof runEventData
export type RunEventData<K extends RunEventKind> = z.output<(typeof runEventData)[K]>

/** Values of an event's data: known here, or SQL over the columns of its source. */
type Values<K extends RunEventKind> = { [Name in keyof RunEventData<K>]: RunEventData<K>[Name] | SQL }

interface EventOptions {
  /** Who did it, where somebody did. */
  actor?: string | null | undefined
  /** The number of the event. Default: `events`, that is the last one of the run. */
  seq?: SQL
}

/**
 * Builds the insert of an event for each row of `source`: the CTE of the same statement that changed the run, added to
 * `events` and returned `id` and `events`. So an event exists if and only if its transition took place, and the row that
 * its foreign key locks is locked already.
 */
export function insertEvent<K extends RunEventKind>(
  source: SQL,
  kind: K,
  data: Values<K>,
  { actor = null, seq = sql`events` }: EventOptions = {},
): SQL {
  return sql`insert into run_events (run_id, seq, kind, actor, data)
    select id, ${seq}, ${kind}::text, ${actor}::text, ${toJson(data)} from ${source}`
}

function toJson(data: Record<string, unknown>): SQL {
  const known = Object.entries(data).filter(([, value]) => !(value instanceof SQL))
  const computed = Object.entries(data).filter(([, value]) => value instanceof SQL)
  const parts = computed.map(([name, value]) => sql` || jsonb_build_object(${name}::text, ${value})`)
  return sql.join([sql`${JSON.stringify(Object.fromEntries(known))}::jsonb`, ...parts])
}

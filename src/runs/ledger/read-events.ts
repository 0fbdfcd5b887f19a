import { and, asc, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runEvents } from '../../db/schema/runs'
import type { RunId } from '../../shared/ids'
import type { RunEventData, RunEventKind } from './run-events'

/** Something that happened to a run. A newer version may have written kinds that this one does not know. */
export type RunEvent = {
  [K in RunEventKind]: { seq: number; at: Date; kind: K; actor: string | null; data: RunEventData<K> }
}[RunEventKind]

/** A page of events. */
export interface RunEventsPage {
  items: RunEvent[]
  /** Pass it as `after` for the next page. Null: these were the last so far. */
  next: number | null
}

/** Reads the events of a run in the order in which they happened, at most `limit` of those after number `after`. */
export async function readEvents(
  db: Db,
  runId: RunId,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<RunEventsPage> {
  const { seq, at, kind, actor, data } = runEvents
  const rows = await db
    .select({ seq, at, kind, actor, data })
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), gt(seq, after)))
    .orderBy(asc(seq))
    .limit(limit + 1)
  const items = rows.slice(0, limit) as RunEvent[]
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null }
}

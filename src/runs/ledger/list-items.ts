import { and, asc, eq, getTableColumns, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runItems } from '../../db/schema/runs'
import type { RunId } from '../../shared/ids'
import type { ItemOutcome } from './types'

/** Which items; absent conditions are none. */
export interface ItemQuery {
  outcome?: readonly ItemOutcome[] | undefined
  source?: string | undefined
}

/** An item as the ledger holds it. */
export type RunItem = Omit<typeof runItems.$inferSelect, 'runId' | 'outcome'> & { outcome: ItemOutcome }

/** Lists the items of a run by key, at most `limit` of those after the key `after`. `next`: null on the last page. */
export async function listItems(
  db: Db,
  runId: RunId,
  { query, limit, after }: { query: ItemQuery; limit: number; after?: string | undefined },
): Promise<{ items: RunItem[]; next: string | null }> {
  const { runId: _, ...columns } = getTableColumns(runItems)
  const { itemKey, outcome, source } = columns
  const rows = await db
    .select(columns)
    .from(runItems)
    .where(
      and(
        eq(runItems.runId, runId),
        after === undefined ? undefined : gt(itemKey, after),
        query.outcome && inArray(outcome, [...query.outcome]),
        query.source === undefined ? undefined : eq(source, query.source),
      ),
    )
    .orderBy(asc(itemKey))
    .limit(limit + 1)
  const items = rows.slice(0, limit) as RunItem[]
  return { items, next: rows.length > limit ? items.at(-1)!.itemKey : null }
}

/** Reads which items of a run failed, at most `limit` of them, by key. */
export async function failedItems(db: Db, runId: RunId, limit: number): Promise<{ key: string; source: string }[]> {
  return db
    .select({ key: runItems.itemKey, source: runItems.source })
    .from(runItems)
    .where(and(eq(runItems.runId, runId), eq(runItems.outcome, 'failed')))
    .orderBy(asc(runItems.itemKey))
    .limit(limit)
}

import type { RunId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { ErrorCode } from '../../shared/error-codes'
import { type Fence, ownRun } from './fenced-unit'
import type { ItemOutcome } from './types'

/** The outcome of one object that stores no rows: a failed policy, an unreadable source. */
export interface ItemResult {
  key: string
  source: string
  label: string
  outcome: ItemOutcome
  code?: ErrorCode
  message?: string
}

/** An object that was removed, and the number of its rows. */
export interface RemovedItem {
  key: string
  source: string
  label: string
  removed: number
}

/** Records an item that stores no rows; fenced like a unit. False: another attempt owns the run. */
export async function recordItem(db: Db, fence: Fence, item: ItemResult): Promise<boolean> {
  const rows = await db.execute(sql`
    with ${ownRun(fence)}
    insert into run_items as old (run_id, item_key, attempt, source, label, outcome, code, message)
    select ${fence.runId}::uuid, ${item.key}, ${fence.attempt}::int, ${item.source}, ${item.label}, ${item.outcome},
      ${item.code ?? null}, ${item.message ?? null} from own
    on conflict (run_id, item_key) do update set attempt = excluded.attempt, label = excluded.label,
      outcome = excluded.outcome, code = excluded.code, message = excluded.message
    where old.attempt <= excluded.attempt
    returning 1`)
  return rows.length > 0
}

/** Records what the closing step removed. Call it in the transaction that ends the run: that locks the run's row. */
export async function recordRemoved(tx: Db, { runId, attempt }: Fence, items: readonly RemovedItem[]): Promise<void> {
  if (items.length === 0) return
  await tx.execute(sql`
    insert into run_items (run_id, item_key, attempt, source, label, outcome, removed)
    select ${runId}::uuid, key, ${attempt}::int, source, label, 'removed', removed
    from json_to_recordset(${JSON.stringify(items)}::json) as i(key text, source text, label text, removed int)
    on conflict (run_id, item_key) do nothing`)
}

/** Reads the keys of the items this run has already finished: its checkpoint. */
export async function doneItems(db: Db, runId: RunId): Promise<Set<string>> {
  const rows = await db.execute(sql`select item_key from run_items where run_id = ${runId} and outcome = 'succeeded'`)
  return new Set(rows.map((row) => String(row.item_key)))
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { ItemResult } from '../operation'
import type { Writer } from '../../intune/store/write-policy'

/** An item without rows of its own (a failed policy, a source), behind the same fence as a unit. False: fenced. */
export async function recordItem(db: Db, { runId, attempt }: Writer, item: ItemResult): Promise<boolean> {
  const rows = await db.execute(sql`
    with mine as materialized (
      select 1 from runs where id = ${runId} and attempt = ${attempt} and status = 'running' for key share)
    insert into run_items as old (run_id, item_key, attempt, source, label, outcome, code, message)
    select ${runId}::uuid, ${item.key}, ${attempt}::int, ${item.source}, ${item.label}, ${item.outcome},
      ${item.code ?? null}, ${item.message ?? null} from mine
    on conflict (run_id, item_key) do update set attempt = excluded.attempt, label = excluded.label,
      outcome = excluded.outcome, code = excluded.code, message = excluded.message
    where old.attempt <= excluded.attempt
    returning 1`)
  return rows.length > 0
}

/** Keys of what earlier attempts of this run have finished: its checkpoint. */
export async function doneItems(db: Db, runId: string): Promise<Set<string>> {
  const rows = await db.execute(sql`select item_key from run_items where run_id = ${runId} and outcome = 'succeeded'`)
  return new Set(rows.map((row) => String(row.item_key)))
}

import type { RunId } from '../../shared/ids'
import { type SQL, sql } from 'drizzle-orm'

/** The attempt that writes. Every write of a worker checks it, so an older attempt can no longer write. */
export interface Fence {
  runId: RunId
  attempt: number
}

/**
 * Builds the CTE `own`: the run's tenant while this attempt owns the run, else no row.
 * `for key share`, because plain `for share` starves the heartbeat (measured: median 494 ms against 6 ms).
 */
export const ownRun = ({ runId, attempt }: Fence): SQL => sql`own as materialized (
  select tenant_id from runs where id = ${runId} and attempt = ${attempt} and status = 'running' for key share)`

/**
 * Builds the CTE `item`, which upserts a succeeded item. The CTEs `own` and `totals` (numbers of rows) must come
 * before it. Every write of a unit requires `exists (select from item)`: the lock of `own` does not prevent a claim,
 * but the item's attempt stops an older attempt.
 */
export const succeededItem = (
  { runId, attempt }: Fence,
  item: { key: string; source: string; label: string },
): SQL => sql`
  item as (
    insert into run_items as old (run_id, item_key, attempt, source, label, outcome, inserted, updated, unchanged, removed)
    select ${runId}::uuid, ${item.key}, ${attempt}::int, ${item.source}, ${item.label}, 'succeeded',
      inserted, updated, unchanged, removed from totals, own
    on conflict (run_id, item_key) do update set attempt = excluded.attempt, label = excluded.label,
      outcome = excluded.outcome, code = null, message = null, inserted = excluded.inserted,
      updated = excluded.updated, unchanged = excluded.unchanged, removed = excluded.removed
    where old.attempt <= excluded.attempt
    returning inserted, updated, unchanged, removed)`

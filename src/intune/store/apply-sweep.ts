import type { TenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { type ErrorCode, errorCodes } from '../../shared/error-codes'
import { itemKeyOfStored } from '../stored/policy-id'
import type { Sweep } from './sweep'
import { isItemOf } from './stored-id'
import { recordItem, recordRemoved } from '../../runs/ledger/record-item'
import type { Writer } from './writer'

const code = 'sync.sweep_withheld'

/**
 * Removes the rows of policies that no attempt of this run saw, in the transaction that ends the run; each removal is an
 * item. Only sources that were read to their last page are swept. When more than half of a source's policies (and more than
 * 5) are missing, they are removed only if the next full run misses the same ones.
 */
export async function applySweep(tx: Db, writer: Writer, tenantId: TenantId, sweep: Sweep): Promise<void> {
  for (const source of sweep.sources) await sweepSource(tx, writer, tenantId, source)
  for (const { source, code: why } of sweep.stale) await markStale(tx, tenantId, source, why)
}

async function sweepSource(tx: Db, writer: Writer, tenantId: TenantId, source: string): Promise<void> {
  const { runId, appKey } = writer
  const unseen = await tx.execute(sql`
    select distinct p.graph_policy_id as id from policy_settings p
    where p.tenant_id = ${appKey} and p.source = ${source} and not exists (
      select from run_items i where i.run_id = ${runId} and ${isItemOf(source)})`)
  const [state] = await tx.execute(sql`
    select (select count(*) from run_items i where i.run_id = ${runId} and i.source = ${source} and i.item_key <> ${source}
        and (i.outcome <> 'succeeded' or i.updated + i.unchanged + i.removed > 0))::int as kept,
      coalesce((select withheld from source_states where tenant_id = ${tenantId} and source = ${source}), '[]') as withheld`)
  const missing = unseen.map((row) => String(row.id))
  const { remove, withhold } = decideRemovals(missing, Number(state?.kept ?? 0), state?.withheld as string[])
  if (remove.length > 0) {
    await tx.execute(sql`
      update policies set removed_at = clock_timestamp() where tenant_id = ${tenantId} and source = ${source}
        and graph_policy_id in (select json_array_elements_text(${JSON.stringify(remove)}::json))`)
    const gone = await tx.execute(sql`
      with gone as (
        delete from policy_settings where tenant_id = ${appKey} and source = ${source}
          and graph_policy_id in (select json_array_elements_text(${JSON.stringify(remove)}::json))
        returning graph_policy_id, policy_name)
      select graph_policy_id as id, max(policy_name) as name, count(*)::int as rows from gone group by graph_policy_id`)
    const items = gone.map(({ id, name, rows }) => ({
      key: itemKeyOfStored(source, String(id)),
      source,
      label: String(name),
      removed: Number(rows),
    }))
    await recordRemoved(tx, writer, items)
  }
  if (withhold.length > 0)
    await recordItem(tx, writer, {
      key: source,
      source,
      label: source,
      outcome: 'failed',
      code,
      message: errorCodes[code].message,
    })
  await tx.execute(sql`
    insert into source_states (tenant_id, source, last_full_read_at, withheld)
    values (${tenantId}, ${source}, clock_timestamp(), ${JSON.stringify(withhold)}::jsonb)
    on conflict (tenant_id, source) do update set last_full_read_at = excluded.last_full_read_at,
      withheld = excluded.withheld, stale_since = null, stale_code = null`)
  // a policy that failed to sync was still in the list
  await tx.execute(sql`
    update policies p set last_seen_at = clock_timestamp() from run_items i
    where i.run_id = ${runId} and i.source = ${source} and i.outcome = 'failed' and p.tenant_id = ${tenantId}
      and p.source = ${source} and ${isItemOf(source)}`)
}

/** Records since when a source cannot be read, so that a search can tell how old its rows are. */
async function markStale(tx: Db, tenantId: TenantId, source: string, why: ErrorCode): Promise<void> {
  await tx.execute(sql`
    insert into source_states as old (tenant_id, source, stale_since, stale_code)
    values (${tenantId}, ${source}, clock_timestamp(), ${why})
    on conflict (tenant_id, source) do update set stale_since = coalesce(old.stale_since, excluded.stale_since),
      stale_code = excluded.stale_code`)
}

/**
 * Splits missing policies into those to remove now and those to withhold until the next full run misses them too. `kept`:
 * the number of stored policies that this run saw again.
 */
export function decideRemovals(missing: string[], kept: number, withheldBefore: string[]) {
  const suspicious = missing.length > 5 && missing.length > kept
  if (!suspicious) return { remove: missing, withhold: [] }
  const before = new Set(withheldBefore)
  return { remove: missing.filter((id) => before.has(id)), withhold: missing.filter((id) => !before.has(id)) }
}

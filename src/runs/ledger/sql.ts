import { type TenantId, toRunId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { Lane, OwedMessage } from './types'
import { execute, type Rows } from '../../db/sql'

/**
 * The tenant's row is the lock for whatever takes or frees a place: first statement of every such transaction. The
 * statements after it get a snapshot taken under the lock, which a single statement would not (measured: without, a
 * cooldown is bypassed in most races). PostgreSQL ≥ 17 also bounds the whole transaction, below the lease.
 */
export function lockTenant(tx: Db, tenantId: TenantId): Promise<Rows> {
  return execute(
    tx,
    sql`
    select case when current_setting('server_version_num')::int >= 170000
           then set_config('transaction_timeout', '30s', true) end
    from tenants where external_id = ${tenantId} for no key update`,
  )
}

/** What `ring` needs to know of a run, for `returning`. */
export const owedMessageColumns = sql`id, tenant_id, lane, attempt, due_at::text as due_at,
  (extract(epoch from due_at - clock_timestamp()) * 1000)::float8 as due_in_ms`

/** Rows of `rungColumns` as `Rung`s. */
export function toOwedMessages(rows: readonly Record<string, unknown>[]): OwedMessage[] {
  return rows.map((r) => ({
    id: toRunId(r.id),
    tenantId: toTenantId(r.tenant_id),
    lane: r.lane as Lane,
    attempt: Number(r.attempt),
    dueAt: String(r.due_at),
    dueInMs: Number(r.due_in_ms),
  }))
}

/** True while this attempt has finished an item no earlier attempt had: it was no failure without progress. */
export const madeProgress = sql`exists (select from run_items i
  where i.run_id = runs.id and i.attempt = runs.attempt and i.outcome = 'succeeded')`

import { type TenantId, toAppKey, toRunId, toTenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { OwedMessage } from './types'
import type { Lane } from '../../shared/operation-record'
import { execute, inMs, limitTransaction, type Rows } from '../../db/sql'

/**
 * Locks the tenant's row: the first statement of every transaction that takes or frees a lane. Later statements then
 * get a snapshot taken under the lock (measured: without it, most races bypass a cooldown). On PostgreSQL ≥ 17 it also
 * limits the transaction to 30 s, below the lease.
 */
export function lockTenant(tx: Db, tenantId: TenantId): Promise<Rows> {
  return execute(
    tx,
    sql`
    select ${limitTransaction} from tenants where external_id = ${tenantId} for no key update`,
  )
}

/** The app's key of a run's tenant. Use it in statements on `runs` alone. */
export const appKeyOfRun = sql`(select app_key from tenants where external_id = runs.tenant_id)`

/** Limits how long each later statement of the transaction waits for a lock. Then it throws `55P03`. */
export function limitLockWait(tx: Db, milliseconds: number): Promise<Rows> {
  return execute(tx, sql`select set_config('lock_timeout', ${`${milliseconds}ms`}, true)`)
}

/** The columns of an `OwedMessage`, for `returning`. */
export const owedMessageColumns = sql`id, tenant_id, ${appKeyOfRun} as app_key, lane, attempt, due_at::text as due_at,
  ${inMs(sql`due_at - clock_timestamp()`)} as due_in_ms`

/** Converts rows of `owedMessageColumns`. */
export function toOwedMessages(rows: readonly Record<string, unknown>[]): OwedMessage[] {
  return rows.map((r) => ({
    id: toRunId(r.id),
    tenantId: toTenantId(r.tenant_id),
    appKey: toAppKey(r.app_key),
    lane: r.lane as Lane,
    attempt: Number(r.attempt),
    dueAt: String(r.due_at),
    dueInMs: Number(r.due_in_ms),
  }))
}

/** SQL condition: the run's attempt has finished an item that no earlier attempt had, so its end is not a failure. */
export const madeProgress = sql`exists (select from run_items i
  where i.run_id = runs.id and i.attempt = runs.attempt and i.outcome = 'succeeded')`

import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { utcText } from '../db/sql'
import type { RunStatus } from '../runs/ledger/types'
import type { RunId } from '../shared/ids'
import type { RunCounts } from '../shared/run-progress'

/** What somebody was told of a run. Times are ISO 8601 in UTC. */
export interface Notification {
  id: number
  at: string
  readAt: string | null
  status: RunStatus
  runId: RunId
  operation: string
  /** The app's key of the tenant. */
  appKey: string
  externalId: string
  tenantName: string
  /** Of the error's code alone; null without an error. */
  code: string | null
  counts: RunCounts | null
}

/** Which notifications are asked for. */
export interface NotificationsRequest {
  /** Only those that nobody has read. */
  unread?: boolean | undefined
  /** Only those before this id. */
  before?: number | undefined
  limit: number
}

/** Lists what the account that entered was told, the newest first, and where the next page begins. */
export async function listNotifications(
  tx: Db,
  recipient: string,
  { unread, before, limit }: NotificationsRequest,
): Promise<{ items: Notification[]; next: number | null }> {
  const conditions: SQL[] = [sql`n.recipient = ${recipient}`, sql`t.status <> 'removed'`]
  if (unread !== undefined) conditions.push(unread ? sql`n.read_at is null` : sql`n.read_at is not null`)
  if (before !== undefined) conditions.push(sql`n.id < ${before}::bigint`)
  const rows = await tx.execute(sql`
    select n.id::float8 as id, ${utcText(sql`n.at`)} as at, ${utcText(sql`n.read_at`)} as "readAt", n.status, n.code, n.counts,
      n.run_id as "runId", r.operation, t.app_key as "appKey", t.external_id as "externalId", t.display_name as "tenantName"
    from notifications n join runs r on r.id = n.run_id join tenants t on t.external_id = n.tenant_id
    where ${sql.join(conditions, sql` and `)} order by n.id desc limit ${limit + 1}::int`)
  const items = rows.slice(0, limit) as unknown as Notification[]
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}

import type { TenantId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { owedMessageColumns, toOwedMessages } from './sql'
import { execute } from '../../db/sql'
import type { OwedMessage } from './types'

/**
 * Dispatches the oldest waiting run of each idle lane of a tenant. Call it under the tenant's lock; the unique index
 * `runs_one_dispatched_per_lane` guarantees one run per lane. Plain SQL, because the builder has no `distinct on` here.
 */
export async function dispatch(tx: Db, tenantId: TenantId): Promise<OwedMessage[]> {
  const rows = await execute(
    tx,
    sql`
    update runs set dispatched_at = clock_timestamp(), sent_at = null
    where id in (
      select distinct on (w.lane) w.id from runs w
      where w.tenant_id = ${tenantId} and w.status = 'queued' and w.dispatched_at is null and w.lane is not null
        and not exists (select from runs a where a.tenant_id = w.tenant_id and a.lane = w.lane
          and a.dispatched_at is not null and a.status in ('queued', 'running'))
      order by w.lane, w.seq)
    returning ${owedMessageColumns}`,
  )
  return toOwedMessages(rows)
}

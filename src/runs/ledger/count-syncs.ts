import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { ms } from '../../db/sql'
import { limits } from './limits'

/** How late syncs and messages are, over all tenants. Null: none is. */
export interface SyncState {
  /** Since when the schedule of a sync is due that is due longest. */
  oldestDueSyncSeconds: number | null
  /** Since when a message should have been sent that is owed longest. */
  oldestOwedSeconds: number | null
  /** Active tenants with a schedule of it whose last good sync of everything is older than 26 hours, or that had none since then. */
  tenantsWithoutSync: number
}

/** A day, and what a sync that starts at the end of its jitter may take. */
const goodSyncHours = 26

/** Looks at the schedules of `sync`, whose runs of everything have this identity, and at the messages that are owed. */
export async function countSyncs(db: Db, sync: { name: string; identity: string }): Promise<SyncState> {
  const seconds = (since: ReturnType<typeof sql>) => sql`floor(extract(epoch from clock_timestamp() - ${since}))::int`
  const longAgo = sql`(select clock_timestamp() - make_interval(hours => ${goodSyncHours}))`
  const [row] = await db.execute(sql`
    with scheduled as (
      select t.external_id, s.next_at, coalesce(t.activated_at, t.created_at) as since
        from schedules s join tenants t on t.external_id = s.tenant_id
        where s.operation = ${sync.name} and s.enabled and t.status = 'active')
    select * from
      (select ${seconds(sql`min(next_at) filter (where next_at <= clock_timestamp())`)} as "oldestDueSyncSeconds" from scheduled) due,
      (select ${seconds(sql`min(dispatched_at)`)} as "oldestOwedSeconds" from runs
        where status = 'queued' and sent_at is null and dispatched_at < clock_timestamp() - ${ms(limits.owedAfter)}) owed,
      (select count(*)::int as "tenantsWithoutSync" from scheduled
        where since < ${longAgo} and not exists (select from runs
          where tenant_id = external_id and identity = ${sync.identity} and status in ('succeeded', 'partial')
            and finished_at > ${longAgo})) without`)
  return row as unknown as SyncState
}

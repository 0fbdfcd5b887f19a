import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { ms } from '../../db/sql'
import { limits } from './limits'

/** What an operator looks at when something seems wrong, over all tenants. */
export interface Trouble {
  /** Runs whose message went to the dead letters, ended in the last 24 hours. */
  deadLettered: number
  /** Since when the run that waits longest is due; null: none is. */
  oldestWaitingSeconds: number | null
  /** Runs whose message should have been sent more than 10 s ago. */
  owed: number
  /** Runs that work for more than three times as long as their operation usually takes. */
  late: number
  /** Active tenants whose last sync failed. */
  failingTenants: number
}

/** What the ledger itself does not know. */
interface Expectations {
  /** How long an operation usually takes, by its name. */
  expectedSeconds: Readonly<Record<string, number>>
  /** The identity of a sync of everything. */
  syncIdentity: string
}

/** Counts what is wrong. Reads the active runs, and of the ended ones those that an index names. */
export async function countTrouble(db: Db, { expectedSeconds, syncIdentity }: Expectations): Promise<Trouble> {
  const [row] = await db.execute(sql`
    with expected as (
      select key as operation, value::float8 * interval '1 second' as usual
      from json_each_text(${JSON.stringify(expectedSeconds)}::text::json))
    select * from
      (select count(*)::int as "deadLettered" from runs where failed_by is not null and lane is not null
        and finished_at > (select clock_timestamp() - interval '24 hours')) ended,
      (select
        floor(extract(epoch from clock_timestamp() -
          min(due_at) filter (where status = 'queued' and due_at <= clock_timestamp())))::int as "oldestWaitingSeconds",
        count(*) filter (where status = 'queued' and sent_at is null
          and dispatched_at < clock_timestamp() - ${ms(limits.owedAfter)})::int as owed,
        count(*) filter (where status = 'running' and started_at < clock_timestamp() - 3 * usual)::int as late
        from runs left join expected using (operation)
        where status in ('queued', 'running') and lane is not null) active,
      (select count(*)::int as "failingTenants" from tenants cross join lateral
        (select runs.status from runs
          where tenant_id = external_id and identity = ${syncIdentity} and finished_at is not null
          order by finished_at desc limit 1) last
        where tenants.status = 'active' and last.status = 'failed') failing`)
  return row as unknown as Trouble
}

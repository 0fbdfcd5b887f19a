import type { TenantId } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { ms } from '../db/sql'

/** Stores that Graph throttles this tenant for `waitMs`. Runs of both lanes read it before their first request. */
export async function postponeGraph(db: Db, tenantId: TenantId, waitMs: number): Promise<void> {
  await db.execute(sql`
    update tenants set graph_not_before = greatest(graph_not_before, clock_timestamp() + ${ms(waitMs)})
    where external_id = ${tenantId}`)
}

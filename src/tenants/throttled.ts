import type { TenantId } from '../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { ms } from '../db/sql'

/** Graph asked to leave this tenant alone: both lanes read it before they begin. */
export async function postponeGraph(db: Db, tenantId: TenantId, waitMs: number): Promise<void> {
  await db.execute(sql`
    update tenants set graph_not_before = greatest(graph_not_before, clock_timestamp() + ${ms(waitMs)})
    where external_id = ${tenantId}`)
}

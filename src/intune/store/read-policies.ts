import { type TenantId, type RunId, type GraphId, toGraphId } from '../../shared/ids'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { isItemOf } from './stored-id'

/** A policy as the last sync that read it stored it. */
export interface StoredPolicy {
  source: string
  graphId: GraphId
  graphPolicyId: string
  /** JSON, gzip. */
  raw: Buffer
}

/** Policies in memory at a time; the largest take some hundred kilobytes each. */
const pageSize = 50

/** Reads a tenant's policies that are not removed, page by page, in the order of source and id. */
export async function* storedPolicies(db: Db, tenantId: TenantId): AsyncGenerator<StoredPolicy> {
  let after = { source: '', graphId: toGraphId('') }
  for (;;) {
    const rows = await db.execute(sql`
      select source, graph_id, graph_policy_id, raw from policies
      where tenant_id = ${tenantId} and removed_at is null and (source, graph_id) > (${after.source}, ${after.graphId})
      order by source, graph_id limit ${pageSize}`)
    for (const row of rows) {
      after = { source: String(row.source), graphId: toGraphId(row.graph_id) }
      yield { ...after, graphPolicyId: String(row.graph_policy_id), raw: row.raw as Buffer }
    }
    if (rows.length < pageSize) return
  }
}

/** Finds stored policies of a source that have no item in this run; at most `limit` Graph ids. */
export async function missingPolicies(
  db: Db,
  { runId, tenantId, source, limit }: { runId: RunId; tenantId: TenantId; source: string; limit: number },
): Promise<GraphId[]> {
  const rows = await db.execute(sql`
    select graph_id from policies p
    where tenant_id = ${tenantId} and source = ${source} and removed_at is null and not exists (
      select from run_items i where i.run_id = ${runId} and ${isItemOf(source)})
    order by graph_id limit ${limit}`)
  return rows.map((row) => toGraphId(row.graph_id))
}

/** Counts a tenant's policies that are not removed. */
export async function countStoredPolicies(db: Db, tenantId: TenantId): Promise<number> {
  const [row] = await db.execute(
    sql`select count(*)::int as policies from policies where tenant_id = ${tenantId} and removed_at is null`,
  )
  return Number(row?.policies)
}

import { type SQL, sql } from 'drizzle-orm'
import type { PolicyUnit } from '../stored/policy-unit'
import { idWithSource } from '../stored/policy-id'

/**
 * Builds the CTE `stored_id`: the policy's id in `policy_settings`. A known policy keeps its own; a new one whose id
 * another source of the tenant has already gets `source/id`. The CTE `own` must come before it.
 */
export const storedId = ({ source, graphId, graphPolicyId }: PolicyUnit): SQL => sql`stored_id as materialized (
  select coalesce(
    (select known.graph_policy_id from policies known
      where known.tenant_id = own.tenant_id and known.source = ${source} and known.graph_id = ${graphId}),
    (select ${idWithSource(source, graphId)}::text from policies other
      where other.tenant_id = own.tenant_id and other.graph_policy_id = ${graphPolicyId}),
    ${graphPolicyId}) as id
  from own)`

/**
 * SQL condition: the item `i` of a run belongs to the stored policy `p` of this source. An item has the source before
 * Graph's id; a stored id that has it too is the item's key already. Runs of earlier versions put it before that one too.
 */
export const isItemOf = (source: string): SQL =>
  sql`i.item_key in (${source} || '/' || p.graph_policy_id, p.graph_policy_id)`

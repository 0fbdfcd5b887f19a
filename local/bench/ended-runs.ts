import type postgres from 'postgres'

interface EndedRuns {
  workspaceId: string
  tenantIds: readonly string[]
  identity: string
  count: number
}

/** Adds ended runs in turn of these tenants, the last a day ago and the first 89 days before it. One in 100 failed a message. */
export async function addEndedRuns(sql: postgres.Sql, { workspaceId, tenantIds, identity, count }: EndedRuns) {
  await sql`
    insert into runs (workspace_id, tenant_id, operation, lane, identity, status, dispatched_at, sent_at, attempt,
      failed_by, counts, finished_at)
    select ${workspaceId}, ids[1 + n % cardinality(ids)], 'test', 'sync', ${identity},
      case when n % 100 = 0 then 'failed' when n % 10 = 0 then 'partial' else 'succeeded' end, at, at, 1,
      case when n % 100 = 0 then n::text end, '{"total": 100}', at
    from generate_series(1, ${count}::int) n,
      (select array_agg(id::uuid) as ids from json_array_elements_text(${JSON.stringify(tenantIds)}::text::json) id) tenants,
      lateral (select now() - interval '90 days' + interval '89 days' * (n::float8 / ${count})) ended(at)`
  await sql`vacuum analyze runs`
}

import postgres from 'postgres'
import { createEnter } from '../../src/access/enter'
import { connectionOptions } from '../../src/db/connection'
import { openDatabase } from '../../src/db/database'
import { createRunReads } from '../../src/runs/api/read'
import type { RunQuery } from '../../src/runs/ledger/run-ranges'
import { demoCallers } from '../simulator/entra/demo-callers'
import type { Stack } from '../stack/stack'
import { percentile, round, timeEach } from './measure'

const rounds = 40
const dayMs = 24 * 3_600_000
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs)

/** The lists by description. */
const queries: Record<string, RunQuery> = {
  everything: {},
  active: { active: true },
  failed: { status: ['failed'] },
  'cancelled: none': { status: ['cancelled'] },
  'an operation in a hundredth': { operation: ['tenant.verify'] },
  'an operation that is nowhere': { operation: ['no.such'] },
  'an error': { errorCode: 'graph.forbidden' },
  'an error that is nowhere': { errorCode: 'graph.paging' },
  'somebody who asked for nothing': { requestedBy: 'a/b' },
  'since yesterday': { createdSince: daysAgo(1) },
  'a day two months ago': { createdSince: daysAgo(61), createdBefore: daysAgo(60) },
  'two months ago, who asked for nothing': { createdBefore: daysAgo(60), requestedBy: 'a/b' },
}

/** Measures lists among `rows` ended runs of fifty tenants, of which one has half, as the role of the API. */
export async function runListRate({ info }: Stack, rows: number) {
  const { url } = info.postgres
  const { workspaceId } = info.tenant
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  const { db, close } = openDatabase(url, { role: 'api' })
  try {
    const [loadMs] = await timeEach(1, 1, () => fill(sql, workspaceId, rows))
    const figures = []
    const { listRuns } = createRunReads({ enter: createEnter(db), times: {} })
    const places = await placesOf(sql, workspaceId)
    for (const [place, { target, oid }] of Object.entries(places))
      for (const [list, query] of Object.entries(queries)) {
        const { tid, kind } = demoCallers.operator
        const entry = { caller: { tid, oid, kind, appRoles: [], actingFor: null }, capability: 'runs.read' } as const
        let page = await listRuns(entry, target, { query, limit: 50 })
        const times = await timeEach(rounds, 1, async () => {
          page = await listRuns(entry, target, { query, limit: 50, before: page.next ?? undefined })
        })
        figures.push({
          place,
          list,
          items: page.items.length,
          p50Ms: round(percentile(times, 0.5)),
          p95Ms: round(percentile(times, 0.95)),
          maxMs: round(percentile(times, 1)),
        })
      }
    return { rows, loadSeconds: round(loadMs! / 1000), figures }
  } finally {
    await close()
    await sql.end()
  }
}

/** Runs of 90 days. One in a hundred failed, and one is a check of the tenant. Those that wait have no lane, so nobody takes them. */
async function fill(sql: postgres.Sql, workspaceId: string, rows: number): Promise<void> {
  await sql`set synchronous_commit = off`
  await sql`
    insert into tenants (workspace_id, entra_tenant_id, display_name, app_key, status)
    select ${workspaceId}, gen_random_uuid(), 'Tenant ' || n, 'list-' || n, 'active' from generate_series(0, 49) n`
  await sql`
    insert into runs (workspace_id, tenant_id, operation, lane, identity, status, dispatched_at, sent_at, attempt, requested_by,
      error, counts, progress, created_at, finished_at)
    select ${workspaceId}, ids[case when n % 2 = 0 then 1 else 1 + n % 50 end], case when n % 100 = 3 then 'tenant.verify' else 'policy.sync' end,
      'sync', 'x', case when n % 100 = 0 then 'failed' when n % 50 = 7 then 'partial' else 'succeeded' end, at, at, 1, 'schedule',
      case when n % 100 = 0 then '{"code": "graph.forbidden", "category": "needs_administrator", "message": "The app lacks a permission of Microsoft Graph."}'::jsonb end,
      '{"total": 100, "processed": 100, "succeeded": 100, "failed": 0, "skipped": 0, "policies": 90, "settings": 2000, "inserted": 0, "updated": 0, "unchanged": 2000, "removed": 0}',
      '{"phase": "writing", "done": 100, "total": 100, "metrics": {"requests": 210, "pages": 12, "retries": 0, "throttledMs": 0}}', at, at
    from generate_series(1, ${rows}::int) n,
      (select array_agg(external_id order by app_key) as ids from tenants where app_key like 'list-%') tenants,
      lateral (select now() - interval '90 days' * (1 - n::float8 / ${rows})) made(at)`
  await sql`
    insert into runs (workspace_id, tenant_id, operation, identity)
    select ${workspaceId}, external_id, 'policy.sync', 'y' || n from tenants, generate_series(1, 10) n where app_key like 'list-%'`
  await sql`vacuum analyze runs`
}

/** Who lists what: the largest tenant, a small one, the whole workspace, and twenty single tenants of it. */
async function placesOf(sql: postgres.Sql, workspaceId: string) {
  const { tid, oid } = demoCallers.operator
  const [single] = await sql`
    insert into grants (workspace_id, tenant_id, tid, oid, role, granted_by)
    select ${workspaceId}, external_id, ${tid}, made.oid, 'reader', 'bench'
    from (select gen_random_uuid() as oid) made, tenants where app_key like 'list-1%' or app_key like 'list-2%' returning oid`
  return {
    'the largest tenant': { target: { tenantKey: 'list-0' }, oid },
    'a small tenant': { target: { tenantKey: 'list-7' }, oid },
    'the workspace': { target: { workspaceId }, oid },
    'single tenants': { target: { workspaceId }, oid: String(single!.oid) },
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type postgres from 'postgres'
import type { RunView } from '../../../cli/answers'
import { type PatientClient, stuckAfterMs } from './patient-client'

/** What the syncs after the faults found. */
export interface NoLoss {
  /** Runs that were still active ten minutes after the last fault. */
  active: number
  /** Status of the sync after the faults. */
  status: string
  /** Rows that this sync wrote, because faults or edits had kept them from being written before. */
  repaired: number
  /** Rows that one more sync wrote. */
  changedAgain: number
  rows: number
  /** Rows that a tenant has that was never synced before, from the same Graph. */
  freshRows: number
  /** Rows that one of both has and the other has not. */
  different: number
}

interface Place {
  sql: postgres.Sql
  tenantId: string
  entraTenantId: string
  /** A client for a tenant by its id. */
  clientOf(tenantId: string): PatientClient
}

/** Syncs twice without faults, then compares the rows with those of a new tenant of the same Graph. */
export async function checkNoLoss({ sql, tenantId, entraTenantId, clientOf }: Place): Promise<NoLoss> {
  const active = await waitUntilIdle(sql)
  const first = await syncOnce(clientOf(tenantId))
  const again = await syncOnce(clientOf(tenantId))
  const freshId = await addTenant(sql, entraTenantId)
  const fresh = await syncOnce(clientOf(freshId))
  const statuses = [first, again, fresh].map((run) => run?.status ?? 'stuck')
  return {
    active,
    status: statuses.find((status) => status !== 'succeeded') ?? 'succeeded',
    repaired: written(first),
    changedAgain: written(again),
    ...(await compareRows(sql, tenantId, freshId)),
  }
}

async function waitUntilIdle(sql: postgres.Sql): Promise<number> {
  for (const until = Date.now() + stuckAfterMs; ;) {
    const [row] = await sql`select count(*)::int as n from runs where status in ('queued', 'running')`
    if (row!.n === 0 || Date.now() > until) return row!.n as number
    await delay(1000)
  }
}

async function syncOnce(client: PatientClient): Promise<RunView | undefined> {
  return client.follow(await client.start({ force: true }))
}

function written(run: RunView | undefined): number {
  const { inserted, updated, removed } = run?.counts ?? { inserted: Number.NaN, updated: 0, removed: 0 }
  return inserted + updated + removed
}

/** A tenant is unique in its workspace, so this one is in another. */
async function addTenant(sql: postgres.Sql, entraTenantId: string): Promise<string> {
  const [tenant] = await sql`
    with w as (insert into workspaces (name) values ('Soak') returning id)
    insert into tenants (workspace_id, entra_tenant_id, display_name, status) select id, ${entraTenantId}, 'Never broken', 'active' from w
    returning external_id`
  return tenant!.external_id as string
}

async function compareRows(sql: postgres.Sql, tenantId: string, freshId: string) {
  const rowsOf = (tenant: string) => sql`
    select source, graph_policy_id, policy_name, policy_type, setting_name, setting_value, setting_value_type,
      setting_path, raw_value, definition_id, category, is_default
    from policy_settings where tenant_id = (select app_key from tenants where external_id = ${tenant})`
  const [row] = await sql`
    with a as (${rowsOf(tenantId)}), b as (${rowsOf(freshId)})
    select (select count(*)::int from a) as rows, (select count(*)::int from b) as fresh_rows,
      (select count(*)::int from (select * from a except all select * from b) lost)
      + (select count(*)::int from (select * from b except all select * from a) missed) as different`
  return {
    rows: row!.rows as number,
    freshRows: row!.fresh_rows as number,
    different: row!.different as number,
  }
}

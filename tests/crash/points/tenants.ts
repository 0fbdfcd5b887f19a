import type postgres from 'postgres'
import { identityOf } from '../../../src/runs/ledger/admit'
import { callerNamed } from '../../support/callers'

/** A tenant of the fixture. */
export interface Tenant {
  key: string
  entraTenantId: string
  policies: number
}

const tenant = (n: number, policies: number): Tenant => ({
  key: `${n}0000000-0000-4000-8000-000000000000`,
  entraTenantId: `${n}1111111-1111-4111-8111-111111111111`,
  policies,
})

/** The first is the one whose sync is watched; the others have one thing each to be repaired. `f` lacks a licence. */
export const tenants = {
  main: tenant(1, 7),
  b: tenant(2, 1),
  c: tenant(3, 1),
  d: tenant(4, 1),
  e: tenant(5, 1),
  f: tenant(6, 40),
}

export const workspaceId = '99999999-0000-4000-8000-000000000000'

/** Who starts what is watched, and who started what was there before. */
export const callers = { watched: callerNamed('operator'), first: callerNamed('owner') }

export const startRequest = ({ key }: Tenant = tenants.main) => ({
  tenantKey: key,
  input: {},
  force: false,
  trailing: false,
})

export const runId = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`

// a place in the lane that is old counts as unsent at once, and who sends first is chance: only what shall be unsent is old
const inLane = `dispatched_at = now() + interval '10 minutes'`
export const sent = `${inLane}, sent_at = now()`
export const unsent = `dispatched_at = now() - interval '10 minutes'`
export const expired = `${sent}, lease_until = now() - interval '1 second'`

type Columns = Record<string, string | number>

/** Inserts run number `n` of a tenant, a waiting sync unless `columns` say otherwise, with its events. `times` are SQL. */
export async function insertRun(sql: postgres.Sql, n: number, { key }: Tenant, times = '', columns: Columns = {}) {
  const what = { operation: 'policy.sync', lane: 'sync', identity: identityOf('policy.sync', {}) }
  const row = { id: runId(n), tenant_id: key, workspace_id: workspaceId, requested_by: String(n), ...what, ...columns }
  await sql`insert into runs ${sql(row)}`
  if (times) await sql.unsafe(`update runs set ${times} where id = '${runId(n)}'`)
  await sql`
    with added as (
      insert into run_events (run_id, seq, kind, data)
      select id, row_number() over (order by place), kind, data from runs, lateral (
        select 0 as place, 'queued' as kind, '{}'::jsonb as data
        union all select n, 'started', '{}' from generate_series(1, attempt) n
        union all select attempt + 1, 'ended', jsonb_build_object('status', status)
          where status not in ('queued', 'running')) event
      where id = ${runId(n)} returning seq)
    update runs set events = (select max(seq) from added) where id = ${runId(n)}`
}

import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { execute, type Rows } from '../../db/sql'
import type { Role } from '../../shared/capabilities'
import type { Lane } from '../../shared/operation-record'
import type { RunEventData } from './run-events'

/** A request for a run, as the database's `start_run` takes it. */
export interface RequestedRun {
  tid: string
  oid: string
  acting_tid: string | null
  acting_oid: string | null
  kind: 'person' | 'service'
  /** The tenant's `external_id`, or the app's key for it. */
  tenant_key: string
  /** The least role that may start it. */
  role: Role
  operation: string
  lane: Lane
  identity: string
  input: unknown
  is_trailing: boolean
  event: RunEventData<'queued'>
  /** So many runs of the tenant may wait before this one. Null: any number. */
  max_waiting: number | null
  traceparent: string | null
}

/**
 * Lets requests in and admits their runs, in one statement and one transaction. Returns the rows of each: one, or none where
 * the caller may see nothing. What they say: src/db/access/start-run.ts. Needs a pool whose role is `api`.
 */
export async function startRuns(db: Db, requests: readonly RequestedRun[]): Promise<Rows[]> {
  const rows = await execute(
    db,
    sql`
    select n::int, started.* from jsonb_array_elements(${JSON.stringify(requests)}::jsonb) with ordinality as r(request, n)
    cross join lateral start_run(request) started`,
  )
  return requests.map((_, i) => rows.filter(({ n }) => n === i + 1))
}

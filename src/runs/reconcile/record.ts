import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { SafeError } from '../../shared/errors'

/** Numbers of repairs in one workspace. */
export interface Repairs {
  expired: number
  lanes: number
  sent: number
  scheduled: number
}

/** Records a pass in a workspace, as a run without lane and message. */
export async function recordReconcile(
  db: Db,
  workspaceId: string,
  { repairs, error, requestedBy }: { repairs: Repairs; error: SafeError | null; requestedBy: string | null },
): Promise<void> {
  const now = sql`clock_timestamp()`
  await db.execute(sql`
    insert into runs (workspace_id, operation, identity, status, counts, error, requested_by, started_at, finished_at)
    values (${workspaceId}, 'ops.reconcile_adapter_runs', 'ops.reconcile_adapter_runs', ${error ? 'failed' : 'succeeded'},
      ${JSON.stringify(repairs)}::jsonb, ${error && JSON.stringify(error)}::jsonb, ${requestedBy}, ${now}, ${now})`)
}

/** Reads the ids of all workspaces. A requested or failed pass is recorded in each. */
export async function allWorkspaces(db: Db): Promise<string[]> {
  const rows = await db.execute(sql`select id from workspaces order by created_at`)
  return rows.map((row) => String(row.id))
}

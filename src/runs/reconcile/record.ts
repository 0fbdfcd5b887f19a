import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { SafeError } from '../../shared/errors'

/** What a pass of `tick` mended in one workspace. */
export interface Repairs {
  expired: number
  lanes: number
  sent: number
  scheduled: number
}

/** The record of a pass, per workspace: a run that travels on no lane and has no message. */
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

/** Every workspace: a pass that was asked for leaves its record in each. */
export async function allWorkspaces(db: Db): Promise<string[]> {
  const rows = await db.execute(sql`select id from workspaces order by created_at`)
  return rows.map((row) => String(row.id))
}

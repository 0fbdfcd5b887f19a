import { type AppKey, type RunId, toAppKey, toTenantId } from '../../shared/ids'
import { eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import type { RunCounts } from '../../shared/run-progress'
import { countsQuery, toCounts } from './count-items'
import { factColumns, type RunFacts, type RunView, type TimesByOperation } from './run-facts'
import { appKeyOfRun } from './sql'
import type { Run, RunStatus } from './types'
import type { Lane } from '../../shared/operation-record'

/** What a `Run` is made of. Use it in statements on `runs` alone. */
export const runColumns = { ...getTableColumns(runs), appKey: (appKeyOfRun as SQL<AppKey | null>).as('app_key') }

type Row = typeof runs.$inferSelect & { appKey: AppKey | null }

/** Converts a row of `runColumns`; the row must have a lane. */
export function toRun(row: Row): Run {
  return {
    ...row,
    tenantId: row.tenantId ?? toTenantId(''),
    appKey: row.appKey ?? toAppKey(''),
    lane: row.lane as Lane,
    status: row.status as RunStatus,
  }
}

/** Reads one run in any state. */
export async function readRun(db: Db, runId: RunId): Promise<Run | undefined> {
  const [row] = await db.select(runColumns).from(runs).where(eq(runs.id, runId))
  return row && toRun(row)
}

/**
 * Reads one run with its counts and what follows from its row, in one statement, so that they belong together. The counts are
 * final once it has ended.
 */
export async function readRunView(db: Db, runId: RunId, times: TimesByOperation): Promise<RunView | undefined> {
  const counted = sql<unknown>`coalesce(${runs.counts}, (select to_jsonb(counted) from (${countsQuery(runId)}) counted))`
  const [row] = await db
    .select({ ...runColumns, ...factColumns(times), counted })
    .from(runs)
    .where(eq(runs.id, runId))
  return row && toRunView(row, toCounts(row.counted), times)
}

/** Converts a row of `runColumns` and `factColumns`. */
export function toRunView(row: Row & RunFacts, counts: RunCounts | null, times: TimesByOperation): RunView {
  const { late, waitingFor, cooldownUntil, ...run } = row
  const { expectedSeconds = null } = times[run.operation] ?? {}
  return { run: toRun(run), counts, expectedSeconds, late, waitingFor, cooldownUntil }
}

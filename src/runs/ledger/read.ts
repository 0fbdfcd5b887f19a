import { type RunId, toTenantId } from '../../shared/ids'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { runs } from '../../db/schema/runs'
import type { Lane, Run, RunStatus } from './types'

type Row = typeof runs.$inferSelect

/** Converts a row of `runs`; the row must have a lane. */
export function toRun(row: Row): Run {
  return { ...row, tenantId: row.tenantId ?? toTenantId(''), lane: row.lane as Lane, status: row.status as RunStatus }
}

/** Reads one run in any state. */
export async function readRun(db: Db, runId: RunId): Promise<Run | undefined> {
  const [row] = await db.select().from(runs).where(eq(runs.id, runId))
  return row && toRun(row)
}

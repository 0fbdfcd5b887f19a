import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import type { RunId } from '../../shared/ids'

/**
 * Lets who entered hear of an active run as if he had asked for it. Nothing for one that has ended. Needs a transaction of a
 * request: src/db/access/notify.ts.
 */
export async function followRun(tx: Db, runId: RunId): Promise<void> {
  await tx.execute(sql`select follow_run(${runId})`)
}

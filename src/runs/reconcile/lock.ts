import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Key of the advisory lock: any number that only this project uses. */
const reconcileLockId = 7_265_204

/**
 * Does the work under an advisory lock; false: another instance has it. The lock ends with its transaction, also in a
 * crash.
 */
export async function withReconcileLock(db: Db, work: () => Promise<void>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute(sql`select pg_try_advisory_xact_lock(${reconcileLockId}) as got`)
    if (lock?.got !== true) return false
    await work()
    return true
  })
}

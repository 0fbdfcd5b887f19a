import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Key of the advisory lock: any number that only this project uses. */
const reconcileLockId = 7_265_204

/** Does the work alone; false: another pass is under way, here or on another instance. */
export type ReconcileLock = (work: () => Promise<void>) => Promise<boolean>

/**
 * Makes the lock that allows one pass at a time. `db`: a pool of its own that may idle. The lock ends with its
 * transaction, also in a crash.
 */
export function createReconcileLock(db: Db): ReconcileLock {
  let busy = false
  return async (work) => {
    if (busy) return false
    busy = true
    try {
      return await db.transaction(async (tx) => {
        const [lock] = await tx.execute(sql`select pg_try_advisory_xact_lock(${reconcileLockId}) as got`)
        if (lock?.got !== true) return false
        await work()
        return true
      })
    } finally {
      busy = false
    }
  }
}

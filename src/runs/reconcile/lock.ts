import { sql } from 'drizzle-orm'
import type { Db } from '../../db/database'

/** Any number of this project's own. */
const tickLock = 7_265_204

/** Does the work unless another instance is at it; false then. The lock goes with its transaction, also in a crash. */
export async function withReconcileLock(db: Db, work: () => Promise<void>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute(sql`select pg_try_advisory_xact_lock(${tickLock}) as got`)
    if (lock?.got !== true) return false
    await work()
    return true
  })
}

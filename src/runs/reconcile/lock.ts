import { sql } from 'drizzle-orm'
import type { Database, Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { limits } from '../ledger/limits'
import { firstAnswer } from './first-answer'

/** Key of the advisory lock: any number that only this project uses. */
const reconcileLockId = 7_265_204

/** Does the work alone; false: another pass is under way, here or on another instance. */
export type ReconcileLock = (work: () => Promise<void>) => Promise<boolean>

/**
 * Makes the lock that allows one pass at a time. `database`: a pool of its own that may idle. The lock ends with its
 * transaction, also in a crash. Throws `db.unavailable` when the database does not answer, and `ops.reconcile_adapter_runs.failed` when the
 * other pass has the lock for longer than a pass takes, since nothing is repaired meanwhile.
 */
export function createReconcileLock(
  database: Pick<Database, 'db' | 'renew'>,
  clock: Pick<Clock, 'now'>,
): ReconcileLock {
  let busySince: number | null = null

  async function pass(work: () => Promise<void>): Promise<boolean> {
    let late = false
    let answered = () => {}
    const answer = new Promise<void>((resolve) => (answered = resolve))
    const done = database.db.transaction(async (tx) => {
      const got = await takeLock(tx)
      answered()
      if (!got || late) return false
      await work()
      return true
    })
    await firstAnswer(database.renew, () => Promise.race([answer, done])).catch((error: unknown) => {
      late = true
      done.catch(() => {})
      throw error
    })
    return done
  }

  return async (work) => {
    if (busySince !== null) {
      refuseStuck(clock.now() - busySince)
      return false
    }
    busySince = clock.now()
    return pass(work).finally(() => (busySince = null))
  }
}

/** Takes the lock, or refuses it when it is held for too long. */
async function takeLock(tx: Db): Promise<boolean> {
  const [lock] = await tx.execute(sql`
    select pg_try_advisory_xact_lock(${reconcileLockId}) as got, (
      select extract(epoch from clock_timestamp() - a.xact_start)::float8 * 1000
      from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.objid = ${reconcileLockId}
        and l.database = (select oid from pg_database where datname = current_database()) limit 1) as held_ms`)
  if (lock?.got === true) return true
  refuseStuck(Number(lock?.held_ms ?? 0))
  return false
}

function refuseStuck(heldMs: number): void {
  if (heldMs <= limits.longestPass) return
  const message = `Another pass has held the lock for ${Math.round(heldMs / 1000)} s. Nothing is repaired meanwhile.`
  throw new AppError('ops.reconcile_adapter_runs.failed', { message })
}

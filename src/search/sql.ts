import { sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { AppError, toAppError } from '../shared/errors'

/**
 * Runs `read` in one transaction; throws `search.too_slow` when a statement takes longer than 4 s. Plans are made for each
 * query's words, because a generic plan ignores how rare they are. There is no JIT, which takes longer than most searches,
 * and 32 MB keep bitmaps of a few million rows exact.
 */
export async function readWithLimits<T>(db: Db, read: (tx: Db) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', '4s', true), set_config('jit', 'off', true),
        set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true),
        set_config('max_parallel_workers_per_gather', '0', true)`)
      return read(tx)
    })
  } catch (error) {
    const isTooSlow = toAppError(error).code === 'db.statement_cancelled'
    throw isTooSlow ? new AppError('search.too_slow', { cause: error }) : error
  }
}

import type { Db } from '../../db/database'
import type { ErrorCode } from '../../shared/error-codes'
import { toAppError } from '../../shared/errors'
import { type QueueHealth, queueHealth } from '../ledger/health'
import { withDatabaseTimeout } from './database-timeout'

/** Counts the runs by state, or gives the error code when the database cannot answer. */
export async function workerHealth(db: Db): Promise<{ queue: QueueHealth } | { code: ErrorCode }> {
  try {
    return { queue: await withDatabaseTimeout(() => queueHealth(db)) }
  } catch (error) {
    return { code: toAppError(error).code }
  }
}

import type { Db } from '../../db/database'
import type { ErrorCode } from '../../shared/error-codes'
import { toAppError } from '../../shared/errors'
import { type QueueHealth, queueHealth } from '../ledger/health'
import { inTime } from './in-time'

/** What the worker is doing, or the code under which the database cannot be asked. */
export async function workerHealth(db: Db): Promise<{ queue: QueueHealth } | { code: ErrorCode }> {
  try {
    return { queue: await inTime(() => queueHealth(db)) }
  } catch (error) {
    return { code: toAppError(error).code }
  }
}

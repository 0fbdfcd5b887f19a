import { AppError, toAppError } from '../../shared/errors'
import { withTimeout } from '../../shared/timeout'
import { limits } from '../ledger/limits'

/**
 * Awaits the first answer that a pass gets on a connection, at most 5 s. When the database is unavailable it throws
 * `db.unavailable` and calls `renew`, since a silent connection would block the next passes too.
 */
export async function firstAnswer<T>(renew: () => void, work: () => Promise<T>): Promise<T> {
  const unavailable = () => new AppError('db.unavailable')
  return withTimeout(limits.reconcileLockAnswer, work, unavailable).catch((error: unknown) => {
    if (toAppError(error).code === 'db.unavailable') renew()
    throw error
  })
}

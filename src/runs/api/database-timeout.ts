import { postgresCode } from '../../db/postgres-code'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { withTimeout } from '../../shared/timeout'

/** Somebody waits for the answer: after this the answer is 503. Milliseconds. */
const databaseTimeoutMs = 1_800

/** Awaits the work for at most 1.8 s. Throws `db.unavailable` when it takes longer. */
export const withDatabaseTimeout = <T>(work: () => Promise<T>): Promise<T> =>
  withTimeout(databaseTimeoutMs, work, unavailable)

/**
 * Does the same for work that locks the tenant's row. Its statements hardly wait for the lock: when another session has it,
 * the work is done again a little later, and takes no connection from the requests for other tenants meanwhile.
 */
export async function withTenantLock<T>(clock: Pick<Clock, 'sleep' | 'random'>, work: () => Promise<T>): Promise<T> {
  let late = false
  async function untilUnlocked(): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (postgresCode(error) !== lockNotAvailable) throw error
        await clock.sleep(pauseMs * (0.5 + clock.random()))
        if (late) throw unavailable()
      }
    }
  }
  return withDatabaseTimeout(untilUnlocked).finally(() => (late = true))
}

const lockNotAvailable = '55P03'
const pauseMs = 100
const unavailable = () => new AppError('db.unavailable')

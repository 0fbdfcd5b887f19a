import { AppError } from '../../shared/errors'
import { withTimeout } from '../../shared/timeout'

/** Somebody waits for the answer: after this the answer is 503. Milliseconds. */
const databaseTimeoutMs = 1_800

/** Awaits the work for at most 1.8 s. Throws `db.unavailable` when it takes longer. */
export const withDatabaseTimeout = <T>(work: () => Promise<T>): Promise<T> =>
  withTimeout(databaseTimeoutMs, work, () => new AppError('db.unavailable'))

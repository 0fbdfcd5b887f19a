import { AppError } from '../../shared/errors'
import { withTimeout } from '../../shared/timeout'

/** A person waits: the database has this long before the answer is 503. Milliseconds. */
const patienceMs = 1_800

/** The work's result. Throws `db.unavailable` when it takes longer than a person waits. */
export const inTime = <T>(work: () => Promise<T>): Promise<T> =>
  withTimeout(patienceMs, work, () => new AppError('db.unavailable'))

import { AppError } from '../../shared/errors'
import { withTimeout } from '../../shared/timeout'

/** Somebody waits for the answer: after this the answer is 503. Milliseconds. */
const databaseTimeoutMs = 1_800

/** Awaits the work for at most 1.8 s. Throws `db.unavailable` when it takes longer; `isLate` tells the work so. */
export async function withDatabaseTimeout<T>(work: (isLate: () => boolean) => Promise<T>): Promise<T> {
  let late = false
  return withTimeout(
    databaseTimeoutMs,
    () => work(() => late),
    () => {
      late = true
      return new AppError('db.unavailable')
    },
  )
}

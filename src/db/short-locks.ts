import { postgresCode } from './postgres-code'

/** Waits a moment, and tells why. */
export type Wait = (why: string) => Promise<void>

/** Attempts to get a lock. With the pause of half a second this is more than a minute. */
const attempts = 120

/** PostgreSQL's codes of a lock that was not given in time, and of a deadlock. */
const lockCodes = new Set(['55P03', '40P01'])

/** Repeats work that did not get a lock in time. Throws when a lock is not given for long. */
export async function retryLocks(
  wait: Wait,
  work: () => Promise<unknown>,
  what = 'the tables of TenantPilot',
): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await work()
      return
    } catch (error) {
      if (!lockCodes.has(String(postgresCode(error)))) throw error
      const why = `A lock on ${what} is held by another session.`
      if (attempt === attempts) throw new Error(`${why} End its transaction, then migrate again.`, { cause: error })
      await wait(`${why} Trying again.`)
    }
}

import { AppError } from '../../shared/errors'
import { type SyncContext, syncPolicy } from './source'

/** As few as these say nothing about the database, even when they are most of the policies. */
const few = 5

/**
 * Syncs once more, one after the other, the policies whose write was cancelled; a second cancel is a failed item. Throws
 * `db.unavailable` when most writes were cancelled: then the database is too slow, and not a policy too large.
 */
export async function retryCancelledWrites(sync: SyncContext): Promise<void> {
  const cancelled = sync.cancelledWrites.splice(0)
  if (cancelled.length > few && cancelled.length > sync.counts.settled / 2) throw new AppError('db.unavailable')
  for (const { type, key, entry } of cancelled) await syncPolicy(type, key, entry, { ...sync, lastTry: true })
}

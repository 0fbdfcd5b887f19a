import type { PolicyType } from '../../intune/policy-types/policy-type'
import { syncByIds } from './by-id'
import type { SyncContext } from './source'

/** More ids than the pages of any list can hold. */
const everyId = 1_000_000

/**
 * Requests each stored policy that the source's list did not contain: when entries shift between pages, a list can skip
 * one. A policy that exists is synced; one that Graph calls gone is left to the sweep; any other error is a failed item
 * and keeps its rows.
 */
export async function syncMissing(type: PolicyType, sync: SyncContext): Promise<void> {
  const ids = await sync.store.missing(type.source, everyId)
  await syncByIds(type, ids, sync, async () => {})
}

import { toSafeError } from '../../shared/errors'
import { toGraphError } from '../../graph/transport/errors'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { storedPolicyId } from '../../intune/stored/policy-id'
import { itemKey, type SyncContext, syncPolicy } from './source'

/** When more are missing, none is requested: the sweep then waits for another sync to confirm it. */
const maxMissing = 500

/**
 * Requests each stored policy that the source's list did not contain: when entries shift between pages, a list can skip
 * one. A policy that exists is synced; a 404 leaves it to the sweep; any other error is a failed item and keeps its rows.
 */
export async function syncMissing(type: PolicyType, sync: SyncContext): Promise<void> {
  const { source, version, path, permission } = type
  const { graph, ports, counts } = sync
  const ids = await ports.settings.missing(source, maxMissing + 1)
  if (ids.length === 0 || ids.length > maxMissing) return
  const answers = await graph.batch(
    ids.map((id) => ({ version, path: `${path}/${encodeURIComponent(id)}`, permission })),
  )
  for (const [i, { status, body }] of answers.entries()) {
    if (status === 200) {
      counts.listed++
      await syncPolicy(type, itemKey(source, body), body, sync)
      continue
    }
    const { code, message } = toSafeError(toGraphError({ status, body, permission }))
    if (code === 'graph.not_found') continue
    const key = `${source}/${storedPolicyId(source, ids[i]!)}`
    await ports.settings.record({ key, source, label: ids[i]!, outcome: 'failed', code, message })
  }
}

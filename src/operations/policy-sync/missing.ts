import { toSafeError } from '../../shared/errors'
import { toGraphError } from '../../graph/transport/errors'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { storedPolicyId } from '../../intune/stored/policy-id'
import { itemKey, type SyncContext, syncPolicy } from './source'

/** More than these at once are left to the guard of the sweep, which waits for another sync to see the same. */
const maxMissing = 500

/**
 * Asks by name for the policies that are stored and that the source's list did not hold: a list whose order moves under its
 * pages can leave one out, and only an answer that it is not there tells that it is gone. One that is there is read like
 * any other; one that cannot be asked for is a failed item, and keeps its rows.
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

import type { GraphId } from '../../shared/ids'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * `policy_settings.graph_policy_id` of a new policy: Graph's id; where that is no GUID, `source/id`. Another source of the
 * tenant may have the same GUID: `store/stored-id.ts` decides.
 */
export function storedPolicyId(source: string, id: GraphId): string {
  return GUID.test(id) ? id : idWithSource(source, id)
}

/** Unique in a tenant, because Graph's ids are unique only inside a source. Also the key of the policy's item in a run. */
export const idWithSource = (source: string, id: GraphId): string => `${source}/${id}`

/** The key of a policy's item, from the id in `policy_settings`: some have the source already. */
export const itemKeyOfStored = (source: string, storedId: string): string =>
  storedId.startsWith(`${source}/`) ? storedId : `${source}/${storedId}`

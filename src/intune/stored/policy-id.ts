import type { GraphId } from '../../shared/ids'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `policy_settings.graph_policy_id`: Graph's id; where that is no GUID, ids are unique only together with their source. */
export function storedPolicyId(source: string, id: GraphId): string {
  return GUID.test(id) ? id : `${source}/${id}`
}

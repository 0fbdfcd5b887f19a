import type { GraphId } from '../../shared/ids'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `policy_settings.graph_policy_id`: Graph's id, or `source/id` when it is no GUID, so not unique across sources. */
export function storedPolicyId(source: string, id: GraphId): string {
  return GUID.test(id) ? id : `${source}/${id}`
}

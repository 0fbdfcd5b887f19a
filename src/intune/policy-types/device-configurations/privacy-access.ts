import { AppError } from '../../../shared/errors'
import type { Graph, GraphRequest } from '../../../graph/types'
import { typeOf } from '../../flatten/odata'
import type { FullPolicy } from '../../stored/full-policy'
import { WithPrivacyAccess } from './schema'

const type = 'windows10GeneralConfiguration'
const list = 'privacyAccessControls'

/**
 * Adds the privacy access of apps to a Windows restriction profile; returns other configurations unchanged. Graph returns
 * this list only for a single policy, expanded with a type cast. `own`: the policy's request. Throws `sync.incomplete`,
 * `graph.*`.
 */
export async function withPrivacyAccess(policy: FullPolicy, own: GraphRequest, graph: Graph): Promise<FullPolicy> {
  if (typeOf(policy) !== type) return policy
  const read = await graph.get({ ...own, query: { $expand: `microsoft.graph.${type}/${list}` } })
  const parsed = WithPrivacyAccess.safeParse(read)
  if (!parsed.success)
    throw new AppError('sync.incomplete', { message: 'The privacy access of apps was not read to its end.' })
  return { ...policy, [list]: parsed.data[list] }
}

/** Drops the list when it is empty: an empty navigation property is not a value that an administrator set. */
export function withoutEmptyPrivacyAccess(full: FullPolicy): Record<string, unknown> {
  const controls = full[list]
  const empty = typeOf(full) === type && Array.isArray(controls) && controls.length === 0
  return empty ? { ...full, [list]: null } : { ...full }
}

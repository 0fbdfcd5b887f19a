import { AppError } from '../../../shared/errors'
import type { Graph, GraphRequest } from '../../../graph/types'
import { typeOf } from '../../flatten/typed-property'
import type { FullPolicy } from '../../stored/full-policy'
import { WithPrivacyAccess } from './schema'

const type = 'windows10GeneralConfiguration'
const list = 'privacyAccessControls'

/**
 * A device configuration with the list that Graph shows only of a single policy, and only when asked for by a cast: which
 * apps may use what. Other configurations as they are. Throws `sync.incomplete`, `graph.*`. `own`: the policy's request.
 */
export async function withPrivacyAccess(policy: FullPolicy, own: GraphRequest, graph: Graph): Promise<FullPolicy> {
  if (typeOf(policy) !== type) return policy
  const read = await graph.get({ ...own, query: { $expand: `microsoft.graph.${type}/${list}` } })
  const parsed = WithPrivacyAccess.safeParse(read)
  if (!parsed.success)
    throw new AppError('sync.incomplete', { message: 'The privacy access of apps was not read to its end.' })
  return { ...policy, [list]: parsed.data[list] }
}

/** A navigation property that leads to nothing is no value that somebody set. */
export function withoutEmptyPrivacyAccess(full: FullPolicy): Record<string, unknown> {
  const controls = full[list]
  const empty = typeOf(full) === type && Array.isArray(controls) && controls.length === 0
  return empty ? { ...full, [list]: null } : { ...full }
}

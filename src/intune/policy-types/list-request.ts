import type { GraphRequest } from '../../graph/types'
import type { PolicyType } from './policy-type'

type Listed = Pick<PolicyType, 'version' | 'path' | 'listQuery' | 'permission'>

/** The request for the list of a type's policies. */
export const listRequest = ({ version, path, listQuery: query, permission }: Listed): GraphRequest => ({
  version,
  path,
  query,
  permission,
})

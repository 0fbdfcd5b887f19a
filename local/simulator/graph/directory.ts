import { assignmentFilter, group, scopeTag } from '../data/directory'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { contextOf, selection } from './body'
import { refuseExpand } from './expand'
import { listFixed } from './fixed-list'
import type { Paging } from './page'
import { parseQuery } from './query'

const size = { normal: 100, max: 1000 }
const groupProperties = new Set(Object.keys(group('', '')))
const filterProperties = new Set(Object.keys(assignmentFilter('', '')))
const scopeTagProperties = new Set(Object.keys(scopeTag('', '')))

/** Answers `groups/{id}`. Throws the directory's 404 for a missing group. */
export function getGroup(call: GraphCall, id: string): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  refuseExpand(query)
  const select = selection(query.select, groupProperties)
  const found = call.tenant.directory.groups.get(id.toLowerCase())
  if (!found)
    throw new GraphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    )
  return { status: 200, body: { '@odata.context': contextOf(call, 'groups/$entity'), ...select(found) } }
}

/** Answers `groups`. */
export function listGroups(call: GraphCall, paging: Paging): GraphAnswer {
  const groups = [...call.tenant.directory.groups.values()]
  return listFixed(call, 'groups', { all: groups, properties: groupProperties, size }, paging)
}

/** Answers `deviceManagement/assignmentFilters`. */
export function listFilters(call: GraphCall, paging: Paging): GraphAnswer {
  const filters = [...call.tenant.directory.filters.values()]
  const list = { all: filters, properties: filterProperties, size }
  return listFixed(call, 'deviceManagement/assignmentFilters', list, paging)
}

/** Answers `deviceManagement/roleScopeTags`. */
export function listScopeTags(call: GraphCall, paging: Paging): GraphAnswer {
  const tags = [...call.tenant.directory.scopeTags.values()]
  const list = { all: tags, properties: scopeTagProperties, size }
  return listFixed(call, 'deviceManagement/roleScopeTags', list, paging)
}

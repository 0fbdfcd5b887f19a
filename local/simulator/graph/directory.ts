import { assignmentFilter, group, scopeTag } from '../data/directory'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { withLongDates } from './as-sent'
import { contextOf, selection } from './body'
import { refuseExpand } from './expand'
import { listFixed } from './fixed-list'
import type { Paging } from './page'
import { parseItemQuery, parseQuery } from './query'

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

/**
 * Answers one assignment filter or scope tag, always with its id (IntuneCD selects the name alone and reads the id). Throws Graph's 404
 * for a missing one.
 */
export function getOf(call: GraphCall, name: 'assignmentFilters' | 'roleScopeTags', id: string): GraphAnswer {
  const { filters, scopeTags } = call.tenant.directory
  const isFilter = name === 'assignmentFilters'
  const query = parseItemQuery(call.query, call.version)
  refuseExpand(query)
  const select = selection(query.select, isFilter ? filterProperties : scopeTagProperties)
  const found = (isFilter ? filters : scopeTags).get(id.toLowerCase())
  if (!found) throw new GraphError(404, 'ResourceNotFound', `Resource not found: no ${name} with id '${id}'.`)
  const context = contextOf(call, `deviceManagement/${name}/$entity`)
  return { status: 200, body: { '@odata.context': context, id: found['id']!, ...select(withLongDates(found)) } }
}

/** Answers `roleScopeTags/{id}/assignments`: none, because no group is tagged by itself here. */
export function listTagAssignments(call: GraphCall, id: string, paging: Paging): GraphAnswer {
  const path = `deviceManagement/roleScopeTags('${id}')/assignments`
  return listFixed(call, path, { all: [], properties: new Set(['id', 'target']), size }, paging)
}

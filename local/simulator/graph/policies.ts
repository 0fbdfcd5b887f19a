import type { Collection, Expandables } from '../collections/collection'
import type { Policy } from '../data/policy'
import type { JsonObject } from '../json'
import { type GraphAnswer, type GraphCall, GraphError, badRequest } from './answer'
import { collectionBody, contextOf, selection } from './body'
import { type Paging, page } from './page'
import { type Expand, allowExpand, parseQuery } from './query'

export function listPolicies(call: GraphCall, collection: Collection, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  const { name, expand, selectable, pageSize } = collection
  const asked = allowExpand(query.expand, expand.list)
  const select = selection(query.select, selectable)
  const { tenant } = call
  const at = (position: number) => {
    const policy = tenant.at(name, position)
    return policy && { ...select(policy.listed()), ...expanded(call, policy, asked, expand.list, paging) }
  }
  const found = page(call, query, pageSize, { size: tenant.size(name), at }, paging)
  return { status: 200, body: collectionBody(call, `deviceManagement/${name}`, found) }
}

export function getPolicy(call: GraphCall, collection: Collection, id: string, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  if (query.top !== undefined || query.skipToken !== undefined)
    throw badRequest("The query parameter '$top' is not supported here.")
  const { name, expand, selectable } = collection
  const asked = allowExpand(query.expand, expand.item)
  const select = selection(query.select, selectable)
  const policy = policyOf(call, collection, id)
  const context = contextOf(call, `deviceManagement/${name}/$entity`)
  const more = expanded(call, policy, asked, expand.item, paging)
  return { status: 200, body: { '@odata.context': context, ...select(policy.listed()), ...more } }
}

/** Finds a policy. Throws the error that Graph uses in this collection for a missing one. */
export function policyOf({ tenant }: GraphCall, { name, missing }: Collection, id: string): Policy {
  const policy = tenant.get(name, id)
  if (policy) return policy
  throw new GraphError(missing, 'ResourceNotFound', `Resource not found: no ${name} with id '${id}'.`)
}

function expanded(
  call: GraphCall,
  policy: Policy,
  asked: Map<string, Expand[]>,
  expandables: Expandables,
  paging: Paging,
): JsonObject {
  const shown = [...asked].map(([name, inside]) => expandables[name]?.show(policy, { inside, call, paging }) ?? {})
  return Object.assign({}, ...shown) as JsonObject
}

import type { Collection, QueryOptions } from '../collections/record'
import type { Policy } from '../data/policy'
import type { JsonObject } from '../json'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { withLongDates } from './as-sent'
import { collectionBody, contextOf, selection } from './body'
import type { GraphData } from './data'
import { expanded, type Wanted, wantedOf } from './expand'
import { page, type PageSize } from './page'
import { parseItemQuery, parseQuery, type Query, refused } from './query'

/** Answers the list of a collection. */
export async function listPolicies(call: GraphCall, collection: Collection, data: GraphData): Promise<GraphAnswer> {
  const { name, path, options, listed } = collection
  const query = parseQuery(call.query, call.version, options)
  const wanted = wantedOf(query.expand, collection.children, 'list')
  const select = selectionOf(query, options)
  const { tenant } = call
  const list = { size: tenant.size(name), at: (position: number) => tenant.at(name, position) }
  const { items, ...rest } = page(call, ...paged(query, options), list, data.paging)
  const asked = { call, data, wanted, collection, query, select, shown: listed }
  const shown = await inTurn(items, (policy) => whatIsShown(policy, asked))
  return { status: 200, body: collectionBody(call, path, { ...rest, items: shown }, options.count ?? true) }
}

/** Answers one object of a collection, or a singleton. Throws the error that Graph uses for a missing one. */
export async function getPolicy(
  call: GraphCall,
  collection: Collection,
  id: string | undefined,
  data: GraphData,
): Promise<GraphAnswer> {
  const query = parseItemQuery(call.query, call.version)
  const wanted = wantedOf(query.expand, collection.children, 'item')
  const select = selectionOf(query, collection.options)
  const policy = policyOf(call, collection, id)
  const context = contextOf(call, `${collection.path}/$entity`)
  const asked = { call, data, wanted, collection, query, select, shown: collection.alone }
  return { status: 200, body: { '@odata.context': context, ...(await whatIsShown(policy, asked)) } }
}

/** Finds a policy, or the only one of a singleton. Throws the error that Graph uses for a missing one. */
export function policyOf({ tenant }: GraphCall, collection: Collection, id: string | undefined): Policy {
  const { name, missing } = collection
  const [first] = id === undefined ? tenant.policies(name) : []
  const policy = id === undefined ? first : tenant.get(name, id)
  if (policy) return policy
  throw new GraphError(missing, 'ResourceNotFound', `Resource not found: no ${name} with id '${id ?? ''}'.`)
}

/** The path segments of a policy. */
export function segmentsOfPolicy({ path, singleton }: Collection, { id }: Policy): string[] {
  return [...path.split('/'), ...(singleton ? [] : [id])]
}

/** Calls an asynchronous function for each item, one after the other. */
export async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const item of items) made.push(await make(item))
  return made
}

interface Asked {
  call: GraphCall
  data: GraphData
  collection: Collection
  query: Query
  wanted: readonly Wanted[]
  select: (object: JsonObject) => JsonObject
  /** What Graph shows there without `$select`. */
  shown: Collection['listed']
}

async function whatIsShown(policy: Policy, asked: Asked): Promise<JsonObject> {
  const { call, data, collection, query, wanted, select, shown = (item: JsonObject) => item } = asked
  const path = segmentsOfPolicy(collection, policy)
  const own = select(withLongDates(shown(policy.item(), query.select ?? [])))
  return { ...own, ...(await expanded(policy, wanted, { call, data, path })) }
}

function selectionOf({ select }: Query, options: QueryOptions): (object: JsonObject) => JsonObject {
  return options.select === 'ignored' ? (object) => object : selection(select, options.select)
}

function paged(query: Query, { top }: QueryOptions): [Query, PageSize] {
  if (typeof top === 'object') return [query, top]
  if (top === 'refused' && query.top !== undefined) throw refused('$top')
  return [
    { ...query, top: undefined },
    { normal: Infinity, max: Infinity },
  ]
}

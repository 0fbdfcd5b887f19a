import type { Collection } from '../collections/record'
import type { Parent } from '../data/policy'
import { typeOf } from '../data/typed'
import type { JsonObject } from '../json'
import { type GraphAnswer, type GraphCall, GraphError, badRequest } from './answer'
import { collectionBody, contextOf } from './body'
import { entriesBelow, parentOf, segmentsTo, withoutChildren } from './children'
import type { GraphData } from './data'
import { expanded, wantedOf } from './expand'
import { page, type PageSize } from './page'
import type { Place, Step } from './place'
import { inTurn, policyOf, segmentsOfPolicy } from './policies'
import { parseItemQuery, parseQuery } from './query'

/** An object of a path, and the two forms of the path up to it. */
interface Spot {
  parent: Parent
  segments: string[]
  /** As in `@odata.context`: `deviceManagement/intents('…')`. */
  context: string
}

type Asked = { call: GraphCall; data: GraphData; collection: Collection }

/** Answers a path below an object: a list, one of its entries, or a single object. Throws Graph's errors. */
export async function getBelow(call: GraphCall, place: Place, data: GraphData): Promise<GraphAnswer> {
  const { collection, steps } = place
  const policy = policyOf(call, collection, place.id)
  const asked: Asked = { call, data, collection }
  const context = collection.singleton ? collection.path : `${collection.path}('${policy.id}')`
  let spot: Spot = { parent: policy, segments: segmentsOfPolicy(collection, policy), context }
  for (const step of steps.slice(0, -1)) spot = await into(spot, step, asked)
  const last = steps.at(-1)!
  const { single, page: size } = last.child
  if (!single && last.id === undefined && typeof size === 'object') return listBelow(spot, last, size, asked)
  return oneBelow(await into(spot, last, asked), last, asked)
}

/** Follows a step to one object. Throws Graph's error for a missing one, and 400 for a path that Graph refuses. */
async function into(spot: Spot, step: Step, asked: Asked): Promise<Spot> {
  const { name, child, cast, id } = step
  allow(spot, step)
  const list = await entriesBelow(spot.parent, name, child, asked)
  for (let n = 0; n < list.size; n++) {
    const entry = list.at(n)
    const found = String(entry['id'])
    if (child.single || found.toLowerCase() === id?.toLowerCase())
      return {
        parent: parentOf(entry),
        segments: [...spot.segments, ...segmentsTo(name, cast), ...(child.single ? [] : [found])],
        context: child.single ? `${spot.context}/${name}` : `${spot.context}/${name}('${found}')`,
      }
  }
  const what = id === undefined ? `no ${name}` : `no ${name} with id '${id}'`
  throw new GraphError(asked.collection.missing, 'ResourceNotFound', `Resource not found: ${what}.`)
}

async function listBelow(spot: Spot, step: Step, size: PageSize, asked: Asked): Promise<GraphAnswer> {
  const { name, child, cast } = step
  const { call, data } = asked
  const query = parseQuery(call.query, call.version)
  const wanted = wantedOf(query.expand, child.children ?? {}, 'list')
  allow(spot, step)
  const list = await entriesBelow(spot.parent, name, child, asked)
  const { items, ...rest } = page(call, query, size, list, data.paging)
  const shown = await inTurn(items, async (entry): Promise<JsonObject> => {
    const path = [...spot.segments, ...segmentsTo(name, cast), String(entry['id'])]
    return {
      ...withoutChildren(entry, child.children),
      ...(await expanded(parentOf(entry), wanted, { call, data, path })),
    }
  })
  return { status: 200, body: collectionBody(call, `${spot.context}/${name}`, { ...rest, items: shown }) }
}

async function oneBelow({ parent, segments, context }: Spot, { child }: Step, asked: Asked): Promise<GraphAnswer> {
  const { call, data } = asked
  const query = parseItemQuery(call.query, call.version)
  const wanted = wantedOf(query.expand, child.children ?? {}, 'item')
  const body = {
    '@odata.context': contextOf(call, `${context.replace(/\('[^']*'\)$/, '')}/$entity`),
    ...withoutChildren(parent.item(), child.children),
    ...(await expanded(parent, wanted, { call, data, path: segments })),
  }
  return { status: 200, body }
}

/** Throws Graph's 400 for a path that it refuses, or that objects of another type have. */
function allow({ parent }: Spot, { name, child, cast }: Step): void {
  const isOther = cast !== undefined && cast !== typeOf(parent.item())
  if (child.page === 'refused' || isOther) throw badRequest(`Resource not found for the segment '${name}'.`)
}

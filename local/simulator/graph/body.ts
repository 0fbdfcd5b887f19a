import type { JsonObject } from '../json'
import { badRequest, type GraphCall } from './answer'
import type { Page } from './page'

/** Returns the body for one page of a list; some lists do not say how many entries it has. */
export function collectionBody(
  call: GraphCall,
  path: string,
  { items, nextLink }: Page<JsonObject>,
  counted = true,
): JsonObject {
  return {
    '@odata.context': contextOf(call, path),
    ...(counted && { '@odata.count': items.length }),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
    value: items,
  }
}

export function contextOf({ version }: GraphCall, path: string): string {
  return `https://graph.microsoft.com/${version}/$metadata#${path}`
}

/** Returns a filter for `$select` that also keeps `@odata.type`. Throws Graph's 400 for an unknown property. */
export function selection(
  names: string[] | undefined,
  selectable: ReadonlySet<string>,
): (object: JsonObject) => JsonObject {
  if (!names) return (object) => object
  const unknown = names.find((name) => !selectable.has(name))
  if (unknown !== undefined)
    throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${unknown}'.`)
  const wanted = new Set([...names, '@odata.type'])
  return (object) => Object.fromEntries(Object.entries(object).filter(([key]) => wanted.has(key)))
}

import type { Child, Collection } from '../collections/record'
import { type JsonObject, objects } from '../json'
import { fixedPolicy, type Policy } from './policy'
import { storedChildren } from './whole-policy'

/** A policy from exported JSON; `dropped` names properties that Graph does not have. */
export interface Stored {
  policy: Policy
  dropped: string[]
}

/** Creates a policy of a collection from exported JSON; missing properties get Graph's defaults. */
export function store(collection: Collection, exported: JsonObject, id: string): Stored {
  const json = collection.adapt?.(exported) ?? exported
  const children = storedChildren(collection.children, json)
  const { item, dropped } = itemOf(collection, json, id, new Set(children.map(([name]) => name)))
  const lists = children.map(([name, child]) => [name, storedEntries(child, json[name], id)] as const)
  const policy = fixedPolicy(id, item, Object.fromEntries(lists))
  Object.assign(item, collection.computed?.(policy))
  return { policy, dropped: [...dropped, ...children.flatMap(([name]) => cutOff(json, name))] }
}

/** Returns the properties of the policy itself: the defaults, overridden by those of `json` that Graph knows. */
function itemOf(
  { defaults, knows, singleton }: Collection,
  json: JsonObject,
  id: string,
  below: ReadonlySet<string>,
): { item: JsonObject; dropped: string[] } {
  const item: JsonObject = { ...defaults }
  const dropped: string[] = []
  for (const key of Object.keys(json)) {
    if (below.has(key) || (isAnnotation(key) && key !== '@odata.type')) continue
    if (singleton && key === 'id') continue // Graph has none
    if (knows(key, json)) item[key] = json[key]!
    else if (key !== 'id') dropped.push(key)
  }
  return { item: singleton ? item : { ...item, id }, dropped }
}

function storedEntries(child: Child, value: unknown, parentId: string): JsonObject[] {
  return objects(child.single ? [value] : value).map((given, index) => {
    const entry = child.stored?.(given, index, parentId) ?? given
    const below = storedChildren(child.children ?? {}, entry).map(([name, inner]) => {
      const entries = storedEntries(inner, entry[name], String(entry['id']))
      return [name, inner.single ? (entries[0] ?? null) : entries] as const
    })
    return { ...entry, ...Object.fromEntries(below) }
  })
}

/** Returns a message when the export has only the first page of a list. */
function cutOff(json: JsonObject, name: string): string[] {
  const link = `${name}@odata.nextLink`
  return json[link] ? [`${link} (the export holds the first page only)`] : []
}

/** Returns true for OData annotations and notes of export tools, which are no properties of a policy. */
function isAnnotation(key: string): boolean {
  return key.includes('@odata.') || key.startsWith('#microsoft.graph.')
}

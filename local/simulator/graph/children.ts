import type { Child } from '../collections/record'
import { type Entries, entriesOf, type Parent } from '../data/policy'
import { type JsonObject, objects } from '../json'
import type { GraphCall } from './answer'
import type { GraphData } from './data'

export type Children = Readonly<Record<string, Child>>

/** Returns an entry as the parent of those that it holds. */
export function parentOf(entry: JsonObject): Parent {
  return {
    item: () => entry,
    list(name) {
      const below = entry[name]
      return entriesOf(objects(Array.isArray(below) ? below : [below]))
    },
  }
}

/** Returns the entries of a navigation property, wherever they come from. */
export async function entriesBelow(
  parent: Parent,
  name: string,
  { entries, sent }: Child,
  { call, data }: { call: GraphCall; data: GraphData },
): Promise<Entries> {
  const list = entries ? entriesOf(await entries(parent, data, call.tenant.id)) : parent.list(name)
  return sent ? { size: list.size, at: (n) => sent(list.at(n)) } : list
}

/** Returns an entry without those below it. */
export function withoutChildren(entry: JsonObject, children: Children = {}): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !Object.hasOwn(children, key)))
}

/** The path segments from an object to a child. */
export function segmentsTo(name: string, cast: string | undefined): string[] {
  return cast === undefined ? [name] : [`microsoft.graph.${cast}`, name]
}

/** Finds a child by its name, and by the derived type if only those have it. Undefined: there is none. */
export function childOf(children: Children, name: string, cast: string | undefined): Child | undefined {
  const child = Object.hasOwn(children, name) ? children[name] : undefined
  const named = cast === undefined ? child?.casts === undefined : child?.casts?.includes(cast)
  return named ? child : undefined
}

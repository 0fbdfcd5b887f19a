import type { Child, Expansion } from '../collections/record'
import { type Parent, takeEntries } from '../data/policy'
import { typeOf } from '../data/typed'
import type { JsonObject } from '../json'
import { type GraphCall, badRequest } from './answer'
import { childOf, type Children, entriesBelow, parentOf, segmentsTo, withoutChildren } from './children'
import type { GraphData } from './data'
import { nextLinkOf } from './page'
import type { Expand, Query } from './query'

/** Where the object stands whose children are expanded. */
export type Where = keyof Child['expand']

/** A navigation property that `$expand` names and Graph accepts. */
export interface Wanted {
  name: string
  child: Child
  /** The derived type in its name. */
  cast: string | undefined
  shows: Expansion
  inside: Wanted[]
}

/** Checks `$expand`. Throws Graph's 400 for an unknown name or one that is too deep. */
export function wantedOf(asked: readonly Expand[], children: Children, where: Where): Wanted[] {
  return asked.map(({ name: full, expand }) => {
    const found = find(full, children, where)
    if (!found) throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${full}'.`)
    const deepest = depthBelow(found.child)
    if (1 + depthOf(expand) > deepest)
      throw badRequest(`The request is too deep: the maximum expand depth for '${full}' is ${deepest}.`)
    const below = found.child.children ?? {}
    const odd = expand.find((inner) => !find(inner.name, below, 'inside'))
    if (odd) throw badRequest(`Parsing OData Select and Expand failed: Could not expand '${odd.name}' of '${full}'.`)
    return { ...found, inside: wantedOf(expand, below, 'inside') }
  })
}

/** Throws Graph's 400 for any `$expand`, for objects without navigation properties. */
export function refuseExpand({ expand }: Query): void {
  wantedOf(expand, {}, 'list')
}

function find(full: string, children: Children, where: Where): Omit<Wanted, 'inside'> | undefined {
  const [, cast, name = full] = /^microsoft\.graph\.(\w+)\/(\w+)$/.exec(full) ?? []
  const child = childOf(children, name, cast)
  const shows = child?.expand[where]
  return child && shows ? { name, child, cast, shows } : undefined
}

/** The number of levels that `$expand` may have from this child on. */
function depthBelow({ children = {} }: Child): number {
  const inside = Object.values(children).filter(({ expand }) => expand.inside)
  return 1 + Math.max(0, ...inside.map(depthBelow))
}

function depthOf(expand: readonly Expand[]): number {
  return expand.length === 0 ? 0 : 1 + Math.max(...expand.map((inner) => depthOf(inner.expand)))
}

interface Asked {
  call: GraphCall
  data: GraphData
  /** The path segments of the object. */
  path: readonly string[]
}

/** Returns the properties that `$expand` adds to an object. */
export async function expanded(parent: Parent, wanted: readonly Wanted[], asked: Asked): Promise<JsonObject> {
  const shown: JsonObject = {}
  for (const one of wanted)
    if (one.cast === undefined || one.cast === typeOf(parent.item()))
      Object.assign(shown, await show(parent, one, asked))
  return shown
}

async function show(parent: Parent, { name, child, cast, shows, inside }: Wanted, asked: Asked): Promise<JsonObject> {
  if (shows === 'empty') return { [name]: child.single ? null : [] }
  const list = await entriesBelow(parent, name, child, asked)
  const paged = shows === 'firstPage' && typeof child.page === 'object' ? child.page.normal : list.size
  const path = [...asked.path, ...segmentsTo(name, cast)]
  const entries: JsonObject[] = []
  for (const entry of takeEntries(list, paged)) {
    const own = child.single ? path : [...path, String(entry['id'])]
    const below = await expanded(parentOf(entry), inside, { ...asked, path: own })
    entries.push({ ...withoutChildren(entry, child.children), ...below })
  }
  if (child.single) return { [name]: entries[0] ?? null }
  if (list.size <= paged) return { [name]: entries }
  const next = { at: paged, of: list.size, order: 0 }
  const link = nextLinkOf({ ...asked.call, segments: path, query: '' }, '', asked.data.paging, next)
  return { [name]: entries, [`${name}@odata.nextLink`]: link }
}

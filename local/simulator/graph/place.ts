import type { Child, Collection } from '../collections/record'
import { childOf, segmentsTo } from './children'

/** Where a path below a collection leads. */
export interface Place {
  collection: Collection
  /** Undefined for the list, and for a singleton. */
  id: string | undefined
  /** Navigation properties below the object, outermost first. */
  steps: readonly Step[]
  /** What is no navigation property: a function, or unknown. */
  rest: readonly string[]
}

export interface Step {
  name: string
  child: Child
  /** The derived type that the path names. */
  cast: string | undefined
  /** An entry of the list; undefined for the whole list or a single object. */
  id: string | undefined
}

/** Finds the collection with the longest path that the segments begin with, and follows them. Undefined: there is none. */
export function placeOf(segments: readonly string[], collections: readonly Collection[]): Place | undefined {
  const found = collections
    .filter(({ path }) => path.split('/').every((part, i) => segments[i] === part))
    .toSorted((a, b) => b.path.split('/').length - a.path.split('/').length)[0]
  if (!found) return undefined
  const rest = segments.slice(found.path.split('/').length)
  const id = found.singleton ? undefined : rest.shift()
  return { collection: found, id, ...follow(rest, found) }
}

function follow(segments: readonly string[], { children }: Collection): Pick<Place, 'steps' | 'rest'> {
  const rest = [...segments]
  const steps: Step[] = []
  for (let below = children; rest.length > 0;) {
    const cast = /^microsoft\.graph\.(\w+)$/.exec(rest[0]!)?.[1]
    const name = rest[cast === undefined ? 0 : 1] ?? ''
    const child = childOf(below, name, cast)
    if (!child) break
    rest.splice(0, cast === undefined ? 1 : 2)
    steps.push({ name, child, cast, id: child.single ? undefined : rest.shift() })
    below = child.children ?? {}
  }
  return { steps, rest }
}

/** Returns true for a path that answers a list. */
export function isList({ collection, id, steps, rest }: Place): boolean {
  const last = steps.at(-1)
  if (rest.length > 0) return false
  return last ? !last.child.single && last.id === undefined : !collection.singleton && id === undefined
}

/** Returns the path with `{id}` for every id, and functions without their arguments. */
export function templateOfPlace({ collection, id, steps, rest }: Place): string {
  const places = steps.flatMap((step) => [
    ...segmentsTo(step.name, step.cast),
    ...(step.id === undefined ? [] : ['{id}']),
  ])
  // below an unknown name, every second segment is taken for an id
  const unknown = rest.map((segment, i) => (i % 2 === 0 ? functionOf(segment).name : '{id}'))
  return [collection.path, ...(id === undefined ? [] : ['{id}']), ...places, ...unknown].join('/')
}

/** Parses a path segment `name(key='value')`; other segments are plain names. */
export function functionOf(segment: string): { name: string; given: Record<string, string> } {
  const [, name, key, value] = /^(?:microsoft\.graph\.)?(\w+)\((\w+)='(.*)'\)$/.exec(segment) ?? []
  if (name === undefined || key === undefined || value === undefined) return { name: segment, given: {} }
  return { name, given: { [key]: value.replaceAll("''", "'") } }
}

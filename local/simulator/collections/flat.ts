import { assignments } from '../children/assignments'
import { typedLeaves } from '../data/leaves/typed'
import { typedMetadata, typeOf } from '../data/typed'
import { defineCollection } from './define-collection'
import type { Collection } from './record'

/** What a record of a flat collection must say; it may replace everything else. */
export type Flat = Pick<Collection, 'path' | 'permissions' | 'licence' | 'random' | 'sample'> &
  Partial<Collection> & {
    /** The types of its objects without `#microsoft.graph.`. Exports without a type are known by their `@odata.context`. */
    types?: readonly string[]
  }

/**
 * Makes the record of a collection whose objects have properties and assignments, nothing else: 100 per page. Every property except metadata is a setting, and `$select` may name those that the sample has.
 */
export function flat({ types = [], ...given }: Flat): Collection {
  const children = given.children ?? { assignments }
  const isBelow = (property: string) => Object.hasOwn(children, property)
  const metadata = new Set([...typedMetadata, ...Object.keys(children)])
  const properties = Object.keys(given.sample.policy).filter((name) => !isBelow(name) && !name.includes('@odata.'))
  return defineCollection({
    options: { top: { normal: 100, max: 1000 }, select: new Set(properties) },
    defaults: {},
    knows: () => true,
    children,
    isExport: (object) =>
      types.includes(typeOf(object)) || isFrom(given.path, typeOf(object), String(object['@odata.context'] ?? '')),
    leaves: (whole) => typedLeaves(whole, metadata),
    ...given,
  })
}

function isFrom(path: string, type: string, context: string): boolean {
  return type === '' && new RegExp(`#${path}(/\\$entity|\\(.*)?$`).test(context)
}

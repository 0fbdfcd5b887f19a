import { guids } from '../data/ids'
import type { Collection } from './record'

/** What differs between most collections. */
type Own =
  | 'path'
  | 'permissions'
  | 'licence'
  | 'options'
  | 'defaults'
  | 'knows'
  | 'children'
  | 'isExport'
  | 'leaves'
  | 'random'
  | 'sample'

/**
 * Makes the record of a collection. What is not given is as usual: named by the last part of its path, on beta, 404 for a missing
 * object, GUIDs as ids, every write.
 */
export function defineCollection(given: Pick<Collection, Own> & Partial<Collection>): Collection {
  return {
    name: given.path.split('/').at(-1)!,
    versions: ['beta'],
    missing: 404,
    ids: guids,
    writes: ['create', 'update', 'delete', 'assign'],
    ...given,
  }
}

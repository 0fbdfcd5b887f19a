import type { Collection } from '../collections/record'
import type { GraphCall } from './answer'
import { functionOf, isList, placeOf, templateOfPlace } from './place'

export interface Route {
  /** Method and path without ids: `GET /beta/deviceManagement/configurationPolicies/{id}/settings`. */
  template: string
  /** The path answers a list. */
  list: boolean
}

type Path = Pick<GraphCall, 'method' | 'version' | 'segments'>

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Describes a path, also one that is not served. */
export function describe({ method, version, segments }: Path, collections: readonly Collection[]): Route {
  const place = placeOf(segments, collections)
  if (place) return { template: `${method} /${version}/${templateOfPlace(place)}`, list: isList(place) }
  const idAt = segments[0] === 'groups' ? 1 : segments[0]?.startsWith('device') ? 2 : -1
  const places = segments.map((segment, i) => (i === idAt || guid.test(segment) ? '{id}' : functionOf(segment).name))
  return { template: `${method} /${version}/${places.join('/')}`, list: places.at(-1) !== '{id}' }
}

/** Returns the decoded path segments; `name('id')` gives two. Undefined for a path that cannot be decoded. */
export function segmentsOf(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .flatMap((part) => {
        const key = /^(\w+)\((?:'|%27)(.*)(?:'|%27)\)$/.exec(part)
        return key ? [key[1]!, decodeURIComponent(key[2]!)] : [decodeURIComponent(part)]
      })
  } catch {
    return undefined
  }
}

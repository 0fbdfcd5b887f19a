import type { RandomPolicies } from '../collections/record'
import { fixedPolicy } from '../data/policy'
import type { JsonObject } from '../json'
import { random, type Random, uuid } from '../seed'
import { assignments } from './assignments'

interface FlatPolicies {
  /** The name of the stream that all is drawn from; it must be the only one of this name. */
  stream: string
  size: RandomPolicies['size']
  /** Returns the properties of the n-th policy without `id`. */
  make(dice: Random, n: number, odd: boolean): JsonObject
}

/** Makes policies that have properties and assignments, nothing else below them. Their ids are GUIDs. */
export function flatPolicies({ stream, size, make }: FlatPolicies): RandomPolicies {
  const id = (seed: number, n: number) => uuid(stream, seed, n)
  return {
    size,
    id,
    make(seed, n, odd) {
      const own = id(seed, n)
      const item = { id: own, ...make(random(stream, seed, n), n, odd) }
      return fixedPolicy(own, item, { assignments: assignments(stream, seed, n, own) })
    },
  }
}

import type { Collection } from '../collections/record'
import type { PolicySource } from '../data/policy'
import type { SyntheticTenant } from '../options'

type Options = Pick<SyntheticTenant, 'policies' | 'seed' | 'odd' | 'only'>

/**
 * Creates a tenant of any size without keeping policies in memory; each one is created from the seed on every read. Throws
 * for a name in `only` that is no collection.
 */
export function syntheticSource(
  { policies, seed, odd = false, only }: Options,
  collections: readonly Collection[],
): PolicySource {
  const byName = new Map(collections.map((collection) => [collection.name, collection]))
  const unknown = only?.find((name) => !byName.has(name))
  if (unknown !== undefined) throw new Error(`there is no collection ${unknown}`)
  const sizes = sizesOf(policies, collections)
  const size = (name: string) => (only && !only.includes(name) ? 0 : (sizes.get(name) ?? 0))
  const positions = new Map<string, Map<string, number>>()
  return {
    seed,
    size,
    at: (name, n) => byName.get(name)!.random.make(seed, n, odd),
    find(name, id) {
      let known = positions.get(name)
      if (!known) {
        const idOf = (n: number) => byName.get(name)!.random.id(seed, n).toLowerCase()
        known = new Map(Array.from({ length: size(name) }, (_, n) => [idOf(n), n]))
        positions.set(name, known)
      }
      return known.get(id)
    },
  }
}

/**
 * Returns how many policies each collection has. Those with a share get it, at least one if possible, and the first of them
 * the rest; the others are on top of that, none in a small tenant. A singleton is there unless the tenant is empty.
 */
function sizesOf(policies: number, collections: readonly Collection[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  const sharing: string[] = []
  for (const { name, singleton, random } of collections) {
    if ('share' in random.size) {
      sizes.set(name, Math.max(policies > sharing.length ? 1 : 0, Math.floor(policies * random.size.share)))
      sharing.push(name)
    } else {
      sizes.set(name, singleton ? Math.min(1, policies) : Math.floor(policies * random.size.onTop))
    }
  }
  const [first, ...others] = sharing
  if (first !== undefined) sizes.set(first, policies - others.reduce((sum, name) => sum + sizes.get(name)!, 0))
  return sizes
}

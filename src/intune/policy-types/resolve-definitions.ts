import type { FindDefinition } from '../definitions/find-definition'
import type { Catalog } from '../stored/definition'
import type { PolicyType } from './policy-type'
import type { FullPolicy } from '../stored/full-policy'

/**
 * Loads all definitions that name a policy's settings. A definition can name further ones, so `load` is called in rounds,
 * at most once per level of nesting. Each round passes all ids; `load` should have the known ones in memory. A policy whose
 * names come with it needs none.
 */
export async function resolveDefinitions(
  type: Pick<PolicyType, 'definitionIds' | 'catalog'>,
  full: FullPolicy,
  load: (catalog: Catalog, ids: ReadonlySet<string>) => Promise<FindDefinition>,
): Promise<FindDefinition> {
  const { catalog } = type
  if (catalog === null) return () => undefined
  const ids = type.definitionIds(full)
  for (;;) {
    const findDefinition = await load(catalog, ids)
    const before = ids.size
    for (const id of type.definitionIds(full, findDefinition)) ids.add(id)
    if (ids.size === before) return findDefinition
  }
}

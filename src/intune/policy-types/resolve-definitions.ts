import type { FindDefinition } from '../definitions/find-definition'
import type { PolicyType } from './policy-type'
import type { FullPolicy } from '../stored/full-policy'

/**
 * The names of all definitions that a policy needs. Those that definitions name in their turn are asked for in another
 * round, once for every level of its values at most; `ask` answers the known ones from memory.
 */
export async function resolveDefinitions(
  type: Pick<PolicyType, 'definitionIds'>,
  full: FullPolicy,
  ask: (ids: ReadonlySet<string>) => Promise<FindDefinition>,
): Promise<FindDefinition> {
  const ids = type.definitionIds(full)
  for (;;) {
    const findDefinition = await ask(ids)
    const before = ids.size
    for (const id of type.definitionIds(full, findDefinition)) ids.add(id)
    if (ids.size === before) return findDefinition
  }
}

import type { FindDefinition } from './find-definition'

/**
 * Ids of all definitions that flattening looks up, as far as those found so far lead: a definition may name those below
 * it, so with more of them known there may be more to ask for.
 */
export function collectDefinitionIds(
  flatten: (names: FindDefinition) => unknown,
  known: FindDefinition = () => undefined,
): Set<string> {
  const asked = new Set<string>()
  flatten((id) => {
    asked.add(id)
    return known(id)
  })
  return asked
}
